import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { textOf } from '@/app/search'

export const callersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rules',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined } => ({ q: textOf(search.q) }),
  component: lazyRouteComponent(() => import('./UnwantedCallers'), 'UnwantedCallers'),
})

const limitsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rules/limits',
  beforeLoad: needs('view'),
  component: lazyRouteComponent(() => import('./LimitsPage'), 'LimitsPage'),
})

export const rulesRoutes = [callersRoute, limitsRoute]
