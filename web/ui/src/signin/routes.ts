import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { sessionQuery } from '@/api/session'
import { outsideRoute } from '@/app/roots'
import { leadsTo } from './next'

export const signInRoute = createRoute({
  getParentRoute: () => outsideRoute,
  path: '/signin',
  validateSearch: leadsTo,
  beforeLoad: async ({ context, search }) => {
    if (await context.queryClient.ensureQueryData(sessionQuery)) throw redirect({ href: search.next ?? '/' })
  },
  component: lazyRouteComponent(() => import('./SignIn'), 'SignIn'),
})

/** The key stands behind the # so that it is in no log of a server or a proxy. */
export const setUpRoute = createRoute({
  getParentRoute: () => outsideRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./SetUp'), 'SetUp'),
})

/** Where somebody is led whose company asks everybody for a second factor. */
export const secondFactorRoute = createRoute({
  getParentRoute: () => outsideRoute,
  path: '/second-factor',
  validateSearch: leadsTo,
  beforeLoad: async ({ context, search }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery)
    if (!session) throw redirect({ to: '/signin', search })
    if (!session.second_factor_needed) throw redirect({ href: search.next ?? '/' })
  },
  component: lazyRouteComponent(() => import('./SecondFactor'), 'SecondFactor'),
})

export const signinRoutes = [signInRoute, setUpRoute, secondFactorRoute]
