import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const callsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/calls',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Calls'), 'Calls'),
  }),
]
