import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import { sessionQuery, type Right } from '@/api/session'
import { NotFound } from '@/parts/NotFound'
import { RootError } from './RouteError'
import { Shell } from './Shell'

// The routes above all others. An area's routes.ts hangs its own below them; router.ts puts the tree together.

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  notFoundComponent: NotFound,
  errorComponent: RootError,
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
    if (session.second_factor_needed) throw redirect({ to: '/second-factor', search: location.href === '/' ? {} : { next: location.href } })
    return { session }
  },
})

/** Any other address. */
export const otherRoute = createRoute({ getParentRoute: () => shellRoute, path: '$', component: NotFound })

/**
 * For beforeLoad of an area: who lacks the right sees, instead of the page, that it is not theirs (the shell shows it), or from
 * the start comes to the own page. It is a courtesy; what the server gives is decided there.
 */
export function needs(right: Right) {
  return async ({ context, location }: { context: { queryClient: QueryClient }; location: { pathname: string } }): Promise<Lacking> => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (!session || session.rights.includes(right)) return {}
    if (location.pathname === '/') throw redirect({ to: '/me' })
    return { lacks: right }
  }
}

/** What `needs` adds to a match: the right that whoever is signed in does not have. */
export type Lacking = { lacks?: Right }
