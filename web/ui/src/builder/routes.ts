import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { countOf, oneOf, textOf } from '@/app/search'
import { dayOf, periods, type PeriodName } from './live/period'

type FlowSearch = {
  /** The call that is to be tried again. */
  call?: string | undefined
  /** Calls as they go, and the numbers of a period, in place of what is edited. */
  show?: 'live' | undefined
  period?: PeriodName | undefined
  /** The days of an own period. */
  since?: string | undefined
  until?: string | undefined
  /** The revision that is drawn; what runs by default. */
  revision?: number | undefined
  /** The node whose calls are listed. */
  at?: string | undefined
}

export const flowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows/$id',
  beforeLoad: needs('view'),
  // Everything of the builder is in this chunk; the page takes the whole width (see Shell).
  staticData: { wide: true },
  validateSearch: (search: Record<string, unknown>): FlowSearch => ({
    call: textOf(search.call),
    show: oneOf(search.show, ['live']),
    period: oneOf(search.period, periods),
    since: dayOf(search.since),
    until: dayOf(search.until),
    revision: countOf(search.revision),
    at: textOf(search.at),
  }),
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
