import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const settingsRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/settings',
    beforeLoad: needs('admin'),
    component: lazyRouteComponent(() => import('./Settings'), 'Settings'),
  }),
]
