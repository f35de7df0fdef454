import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const auditRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/audit',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Audit'), 'Audit'),
  }),
]
