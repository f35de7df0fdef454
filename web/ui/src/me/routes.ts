import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const meRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/me',
    beforeLoad: needs('own'),
    component: lazyRouteComponent(() => import('./Me'), 'Me'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/me/account',
    component: lazyRouteComponent(() => import('./Account'), 'Account'),
  }),
]
