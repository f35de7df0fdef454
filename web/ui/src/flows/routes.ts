import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { oneOf, textOf } from '@/app/search'
import type { FlowKind } from '@/builder/model/document'
import type { Flow } from './flow'

type Search = {
  tab?: 'direct' | undefined
  q?: string | undefined
  kind?: FlowKind | undefined
  status?: Flow['status'] | undefined
  /** The dialog for a new flow is open. */
  new?: true | undefined
  /** The number that the new flow is for. */
  number?: string | undefined
}

export const flowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/flows',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): Search => ({
    tab: oneOf(search.tab, ['direct']),
    q: textOf(search.q),
    kind: oneOf(search.kind, ['voice', 'text']),
    status: oneOf(search.status, ['draft', 'available', 'active']),
    new: search.new === true ? true : undefined,
    number: textOf(search.number),
  }),
  component: lazyRouteComponent(() => import('./Flows'), 'Flows'),
})

export const flowsRoutes = [flowsRoute]
