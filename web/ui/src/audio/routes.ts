import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'
import { oneOf, textOf } from '@/app/search'
import { kinds, type Kind } from './api'

export const libraryRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audio-library',
  beforeLoad: needs('view'),
  validateSearch: (search: Record<string, unknown>): { q?: string | undefined; kind?: Kind | undefined } => ({ q: textOf(search.q), kind: oneOf(search.kind, kinds) }),
  component: lazyRouteComponent(() => import('./AudioLibrary'), 'AudioLibrary'),
})

export const soundRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audio-library/$sound',
  beforeLoad: needs('view'),
  component: lazyRouteComponent(() => import('./SoundPage'), 'SoundPage'),
})

export const audioRoutes = [libraryRoute, soundRoute]
