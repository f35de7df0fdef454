import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { countOf, oneOf, textOf } from '@/app/search'

/** What calls can be looked for by: their state, or how they ended. */
export const outcomes = ['active', 'answered', 'missed', 'voicemail', 'completed', 'hung_up', 'limit', 'error', 'unknown', 'unassigned', 'blocked', 'lost'] as const

type Search = {
  q?: string | undefined
  since?: string | undefined
  until?: string | undefined
  number?: string | undefined
  caller?: string | undefined
  outcome?: (typeof outcomes)[number] | undefined
  tag?: string | undefined
  /** A flow's id, with node and edge: the calls behind a width on its picture. */
  flow?: number | undefined
  node?: string | undefined
  edge?: string | undefined
}

export const callsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calls',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): Search => ({
    q: textOf(search.q),
    since: textOf(search.since),
    until: textOf(search.until),
    number: textOf(search.number),
    caller: textOf(search.caller),
    outcome: oneOf(search.outcome, outcomes),
    tag: textOf(search.tag),
    flow: countOf(search.flow),
    node: textOf(search.node),
    edge: textOf(search.edge),
  }),
  component: lazyRouteComponent(() => import('./Calls'), 'Calls'),
})

export const callRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calls/$call',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): { step?: number | undefined } => ({ step: countOf(search.step) }),
  component: lazyRouteComponent(() => import('./CallPage'), 'CallPage'),
})

export const callsRoutes = [callsRoute, callRoute]
