import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { countOf, textOf } from '@/app/search'

/** What the list shows, and which entry is open. */
type Search = {
  q?: string | undefined
  who?: string | undefined
  kind?: string | undefined
  name?: string | undefined
  since?: string | undefined
  until?: string | undefined
  entry?: number | undefined
}

export const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  beforeLoad: needs('admin'),
  validateSearch: (search: Record<string, unknown>): Search => ({
    q: textOf(search.q),
    who: textOf(search.who),
    kind: textOf(search.kind),
    name: textOf(search.name),
    since: textOf(search.since),
    until: textOf(search.until),
    entry: countOf(search.entry),
  }),
  component: lazyRouteComponent(() => import('./Audit'), 'Audit'),
})

export const auditRoutes = [auditRoute]
