import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const queuesRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/queues',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Queues'), 'Queues'),
  }),
]
