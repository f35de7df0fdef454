import { api, address, path, request, type Page } from '@/api/client'
import type { Choice, ReferenceKind, References } from '../settings/references'

const lists: Partial<Record<ReferenceKind, string>> = { user: '/users', group: '/groups', queue: '/queues', audio: '/audio', flow: '/flows' }

/** What flows can refer to, as the server has it. */
export const references: References = {
  list: async (kind, signal) => {
    const at = lists[kind]
    if (!at) return []
    const { items } = await api.get<Page<{ name: string; full_name?: string; title?: string }>>(at, { limit: 500 }, signal)
    return items.map(({ name, full_name, title }): Choice => {
      const label = full_name || title
      return { ref: `${kind}:${name}`, name, ...(label && { label }) }
    })
  },
  audioUrl: (name) => address(path`/audio/${name}/content`),
  upload: async (name, file) => {
    const body = new FormData()
    body.set('name', name)
    body.set('file', file)
    const { name: made } = await api.post<{ name: string }>('/audio', body)
    return { ref: `audio:${made}`, name: made }
  },
  speak: async (text, signal) => (await request<Blob>('POST', '/speech', { body: { text }, signal })).data,
}
