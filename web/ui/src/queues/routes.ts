import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const queuesRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/queues',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Queues'), 'Queues'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/queues/$queue',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./QueuePage'), 'QueuePage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/queues/$queue/wall',
    beforeLoad: needs('view'),
    staticData: { wide: true },
    component: lazyRouteComponent(() => import('./Wall'), 'Wall'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/callbacks',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Callbacks'), 'Callbacks'),
  }),
]
