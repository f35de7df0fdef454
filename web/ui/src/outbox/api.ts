import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, path, type Page } from '@/api/client'

export const states = ['waiting', 'sending', 'sent', 'dead'] as const
export const kinds = ['mail', 'webhook', 'text', 'transcript'] as const
export type State = (typeof states)[number]

/** Something that leaves: a mail, a web request, a text; or a recording to be turned into text. */
export type Letter = {
  id: number
  letter: string
  kind: string
  call?: string
  to: string
  state: State
  tries: number
  /** Why the last try failed. */
  reason?: string
  posted: string
  next_try?: string
  done?: string
}

export type LetterDetails = Letter & { content: Record<string, unknown> | null; failures: { at: string; attempt: number; error: string }[] | null }

export type Filter = { state?: State | undefined; kind?: string | undefined; call?: string | undefined; reason?: string | undefined }

/** How often letters on their way are asked for, and all others, in milliseconds. */
const [soon, later] = [3_000, 10_000]

const onItsWay = (letter: Letter) => letter.state === 'waiting' || letter.state === 'sending'

export const lettersQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['outbox', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => api.get<Page<Letter>>('/outbox', { ...filter, after: pageParam }, signal),
    getNextPageParam: (page) => page.next || undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some(onItsWay)) ? soon : later),
  })

export const letterQuery = (id: number) =>
  queryOptions({
    queryKey: ['outbox', 'one', id],
    queryFn: ({ signal }) => api.get<LetterDetails>(path`/outbox/${id}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && onItsWay(state.data) ? soon : false),
  })

/** These letters, or without them all that were not delivered, of a kind and a reason. */
export type Meant = { letters?: number[]; kind?: string | undefined; reason?: string | undefined }

export const outbox = {
  retry: (id: number) => api.post<LetterDetails>(path`/outbox/${id}/retry`),
  retryMany: (meant: Meant) => api.post<{ letters: number }>('/outbox/retries', meant),
  dropMany: (meant: Meant) => api.post<{ letters: number }>('/outbox/drops', meant),
  drop: (id: number) => api.delete(path`/outbox/${id}`),
}
