import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { textOf } from '@/app/search'

export const flowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows/$id',
  beforeLoad: needs('view'),
  // Everything of the builder is in this chunk; the page takes the whole width (see Shell).
  staticData: { wide: true },
  /** The call that is to be tried again. */
  validateSearch: ({ call }: Record<string, unknown>): { call?: string | undefined } => ({ call: textOf(call) }),
  component: lazyRouteComponent(() => import('./Builder'), 'Builder'),
})

/** A revision's number from the address; undefined for what is none. */
const revision = (value: unknown) => (Number.isInteger(Number(value)) && Number(value) > 0 ? Number(value) : undefined)

export const historyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows/$id/history',
  beforeLoad: needs('view'),
  staticData: { wide: true },
  validateSearch: (search: Record<string, unknown>): { from?: number | undefined; to?: number | undefined } => ({
    from: revision(search.from),
    to: revision(search.to),
  }),
  component: lazyRouteComponent(() => import('./history/History'), 'History'),
})

export const builderRoutes = [flowRoute, historyRoute]
