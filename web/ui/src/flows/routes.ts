import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const flowsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/flows',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Flows'), 'Flows'),
  }),
]
