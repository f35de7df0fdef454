import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const audioRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/audio-library',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./AudioLibrary'), 'AudioLibrary'),
  }),
]
