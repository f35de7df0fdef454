import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const peopleRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./People'), 'People'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people/groups',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Groups'), 'Groups'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people/users/$user',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./UserPage'), 'UserPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people/groups/$group',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./GroupPage'), 'GroupPage'),
  }),
]
