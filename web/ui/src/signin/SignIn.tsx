import { useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { sessionQuery, type Session } from '@/api/session'
import { queryClient } from '@/app/queries'
import { useTitle } from '@/parts/PageHeader'
import { Entrance } from './Entrance'
import { signInRoute } from './routes'
import { SignInForm } from './SignInForm'

export function SignIn() {
  const { t } = useLingui()
  const { next } = signInRoute.useSearch()
  const router = useRouter()
  useTitle(t`Sign in`)

  function signedIn(session: Session) {
    queryClient.setQueryData(sessionQuery.queryKey, session)
    router.history.push(next ?? (session.rights.includes('view') ? '/' : '/me'))
  }

  return (
    <Entrance title={t`Sign in to callflow`}>
      <SignInForm onSignedIn={signedIn} />
    </Entrance>
  )
}
