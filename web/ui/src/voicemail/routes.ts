import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { needs, shellRoute } from '@/app/roots'

export const voicemailRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/voicemail',
    beforeLoad: needs('view'),
    component: lazyRouteComponent(() => import('./Voicemail'), 'Voicemail'),
  }),
]
