import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const healthRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/health',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Health'), 'Health'),
  }),
]
