import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const dashboardRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Dashboard'), 'Dashboard'),
  }),
]
