import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { countOf, oneOf, textOf } from '@/app/search'
import { kinds, states, type State } from './api'

/** What the list shows, and which letter is open. */
type Search = { state?: State | undefined; kind?: (typeof kinds)[number] | undefined; call?: string | undefined; reason?: string | undefined; letter?: number | undefined }

export const outboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/outbox',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): Search => ({
    state: oneOf(search.state, states),
    kind: oneOf(search.kind, kinds),
    call: textOf(search.call),
    reason: textOf(search.reason),
    letter: countOf(search.letter),
  }),
  component: lazyRouteComponent(() => import('./Outbox'), 'Outbox'),
})

export const outboxRoutes = [outboxRoute]
