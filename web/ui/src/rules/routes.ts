import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const rulesRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rules',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Rules'), 'Rules'),
  }),
]
