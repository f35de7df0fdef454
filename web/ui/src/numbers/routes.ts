import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { textOf } from '@/app/search'

type Search = {
  q?: string | undefined
  service?: string | undefined
  group?: string | undefined
  flow?: string | undefined
  /** Only those that receive nothing. */
  silent?: true | undefined
}

export const numbersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/numbers',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): Search => ({
    q: textOf(search.q),
    service: textOf(search.service),
    group: textOf(search.group),
    flow: textOf(search.flow),
    silent: search.silent === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./Numbers'), 'Numbers'),
})

export const numbersRoutes = [numbersRoute]
