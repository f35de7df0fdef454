import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const numbersRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/numbers',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Numbers'), 'Numbers'),
  }),
]
