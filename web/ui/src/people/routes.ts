import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const peopleRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./People'), 'People'),
  }),
]
