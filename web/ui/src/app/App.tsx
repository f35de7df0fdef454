import { CSPProvider } from '@base-ui/react/csp-provider'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { Toasts } from '@/parts/Toast'
import { SignInAgain } from '@/signin/SignInAgain'
import { queryClient } from './queries'
import { router } from './router'

export function App() {
  return (
    <I18nProvider i18n={i18n}>
      {/* The Content Security Policy allows no style elements: what they would say is in our CSS. */}
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          <Toasts>
            <RouterProvider router={router} />
            <SignInAgain />
          </Toasts>
        </QueryClientProvider>
      </CSPProvider>
    </I18nProvider>
  )
}
