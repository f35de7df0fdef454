import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { textOf } from '@/app/search'

type Search = { box?: string | undefined; caller?: string | undefined; unread?: true | undefined }

export const messagesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/voicemail',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): Search => ({ box: textOf(search.box), caller: textOf(search.caller), unread: search.unread === true ? true : undefined }),
  component: lazyRouteComponent(() => import('./Voicemail'), 'Voicemail'),
})

export const boxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/voicemail/$box',
  beforeLoad: needs('view'),
  component: lazyRouteComponent(() => import('./BoxPage'), 'BoxPage'),
})

export const voicemailRoutes = [messagesRoute, boxRoute]
