import { createRouter } from '@tanstack/react-router'
import { audioRoutes } from '@/audio/routes'
import { auditRoutes } from '@/audit/routes'
import { builderRoutes } from '@/builder/routes'
import { callsRoutes } from '@/calls/routes'
import { dashboardRoutes } from '@/dashboard/routes'
import { flowsRoutes } from '@/flows/routes'
import { healthRoutes } from '@/health/routes'
import { meRoutes } from '@/me/routes'
import { numbersRoutes } from '@/numbers/routes'
import { outboxRoutes } from '@/outbox/routes'
import { peopleRoutes } from '@/people/routes'
import { queuesRoutes } from '@/queues/routes'
import { rulesRoutes } from '@/rules/routes'
import { settingsRoutes } from '@/settings/routes'
import { signinRoutes } from '@/signin/routes'
import { voicemailRoutes } from '@/voicemail/routes'
import { queryClient } from './queries'
import { RouteError } from './RouteError'
import { otherRoute, outsideRoute, rootRoute, shellRoute } from './roots'

const routeTree = rootRoute.addChildren([
  outsideRoute.addChildren([...signinRoutes]),
  shellRoute.addChildren([
    ...dashboardRoutes,
    ...flowsRoutes,
    ...builderRoutes,
    ...numbersRoutes,
    ...callsRoutes,
    ...voicemailRoutes,
    ...queuesRoutes,
    ...peopleRoutes,
    ...audioRoutes,
    ...outboxRoutes,
    ...rulesRoutes,
    ...auditRoutes,
    ...settingsRoutes,
    ...healthRoutes,
    ...meRoutes,
    otherRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultErrorComponent: RouteError,
  defaultPreloadStaleTime: 0, // TanStack Query keeps what was fetched
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    /** The page takes all of the window beside the navigation, and scrolls by itself. */
    wide?: boolean
  }
}
