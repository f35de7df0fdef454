import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, path, request, type Answer, type Page } from '@/api/client'
import { upload, type Progress } from '@/api/upload'
import { formOf } from '@/parts/sound/source'

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

export type Mailbox = {
  /** user:alice or group:sales */
  box: string
  /** What its owner types from another telephone. */
  number?: string
  has_pin: boolean
  /** Until when no PIN opens it. */
  locked_until?: string
  /** The hash of its own greeting. */
  greeting?: string
  greeting_s?: number
  new: number
  old: number
  /** What Asterisk's mailboxes= names for its light. */
  lamp: string
}

/** Where a box is asked for: any, or one of one's own. */
export type BoxBase = '/mailboxes' | '/me/mailboxes'

/** How a person is told of messages by mail; an empty one leaves it to the company. */
export type Mark = { heard?: boolean; flagged?: boolean; note?: string }

/** Where messages are asked for: those of the company, or only one's own. */
export type Base = '/voicemail' | '/me/voicemail'

/** The messages of a box, or of all; while one is being turned into text they are asked for again. */
export const messagesQuery = (base: Base, filter: { box?: string | undefined; unread?: boolean | undefined; caller?: string | undefined }) =>
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

export const boxQuery = (base: BoxBase, box: string) =>
  queryOptions({ queryKey: ['mailbox', base, box], queryFn: ({ signal }) => request<Mailbox>('GET', `${base}${path`/${box}`}`, { signal }) })

const at = (base: BoxBase, box: string, part: string) => `${base}${path`/${box}`}${part}`

export const boxes = {
  soundAt: (base: BoxBase, box: string) => at(base, box, '/greeting/sound'),
  peaksAt: (base: BoxBase, box: string) => at(base, box, '/greeting/peaks'),
  // Each with the version of the box that was seen: another's change meanwhile is told, and not overwritten.
  greet: (base: BoxBase, { data, etag }: Answer<Mailbox>, file: Blob, onProgress?: Progress) => upload<Mailbox>('PUT', at(base, data.box, '/greeting'), formOf(file, 'greeting'), onProgress, { ifMatch: etag }),
  greetByText: (base: BoxBase, { data, etag }: Answer<Mailbox>, text: string) => api.put<Mailbox>(at(base, data.box, '/greeting/speech'), { text }, { ifMatch: etag }),
  ungreet: (base: BoxBase, { data, etag }: Answer<Mailbox>) => api.delete<Mailbox>(at(base, data.box, '/greeting'), { ifMatch: etag }),
  setPIN: (base: BoxBase, { data, etag }: Answer<Mailbox>, pin: string) => api.put<Mailbox>(at(base, data.box, '/pin'), { pin }, { ifMatch: etag }),
  makePIN: async (base: BoxBase, { data, etag }: Answer<Mailbox>) => (await api.post<{ pin: string }>(at(base, data.box, '/pin'), undefined, { ifMatch: etag })).pin,
  set: (box: string, change: { number?: string; unlock?: boolean }, ifMatch?: string): Promise<Answer<Mailbox>> => request<Mailbox>('PATCH', path`/mailboxes/${box}`, { body: change, ifMatch }),
}
