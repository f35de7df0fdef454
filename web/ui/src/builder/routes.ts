import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const flowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows/$id',
  beforeLoad: needs('view'),
  // Everything of the builder is in this chunk; the page takes the whole width (see Shell).
  staticData: { wide: true },
  component: lazyRouteComponent(() => import('./Builder'), 'Builder'),
})

export const builderRoutes = [flowRoute]
