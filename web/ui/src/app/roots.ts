import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import { sessionQuery, type Right } from '@/api/session'
import { NotFound } from './NotFound'
import { RouteError } from './RouteError'
import { Shell } from './Shell'

// The routes above all others. An area's routes.ts hangs its own below them; router.ts puts the tree together.

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: NotFound,
  errorComponent: RouteError,
})

/** Pages for those who are not signed in, without navigation. */
export const outsideRoute = createRoute({ getParentRoute: () => rootRoute, id: 'outside' })

/** Pages with navigation around them, for those who are signed in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  notFoundComponent: NotFound,
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (!session) throw redirect({ to: '/signin', search: location.href === '/' ? {} : { next: location.href } })
    return { session }
  },
})

/** Any other address. */
export const otherRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound })

/**
 * For beforeLoad of an area: who lacks the right comes to the own page instead. It is a courtesy; what the server gives is
 * decided there.
 */
export function needs(right: Right) {
  return async ({ context }: { context: { queryClient: QueryClient } }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (session && !session.rights.includes(right)) throw redirect({ to: '/me' })
  }
}
