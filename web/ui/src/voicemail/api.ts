import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Page } from '@/api/client'

export type Message = {
  id: number
  box: string
  reason: string
  heard?: string
  flagged: boolean
  note: string
  transcript?: string
  transcript_state?: 'waiting' | 'working' | 'done' | 'failed'
  transcript_error?: string
  recording: { call: string; started: string; duration_s: number; caller: string; number: string }
}

export type Mailbox = { box: string; number?: string; has_pin: boolean; new: number; old: number }
export type Mark = { heard?: boolean; flagged?: boolean; note?: string }

/** Where messages are asked for: those of the company, or only one's own. */
export type Base = '/voicemail' | '/me/voicemail'

/** The messages of a box, or of all; while one is being turned into text they are asked for again. */
export const messagesQuery = (base: Base, filter: { box?: string | undefined; unread?: boolean | undefined }) =>
  infiniteQueryOptions({
    queryKey: [base, filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => api.get<Page<Message>>(base, { ...filter, after: pageParam }, signal),
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((message) => message.transcript_state === 'waiting' || message.transcript_state === 'working')) ? 3_000 : 30_000,
  })

export const mailboxesQuery = queryOptions({
  queryKey: ['mailboxes'],
  queryFn: async ({ signal }) => (await api.get<Page<Mailbox>>('/mailboxes', {}, signal)).items,
})

export const messages = {
  mark: (base: Base, id: number, mark: Mark) => api.patch<Message>(`${base}/${id}`, mark),
  remove: (base: Base, id: number) => api.delete(`${base}/${id}`),
  transcribe: (base: Base, id: number) => api.post<Message>(`${base}/${id}/transcript`),
}
