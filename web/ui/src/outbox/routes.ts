import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const outboxRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/outbox',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Outbox'), 'Outbox'),
  }),
]
