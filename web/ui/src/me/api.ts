import { queryOptions } from '@tanstack/react-query'
import { api, path, type Page } from '@/api/client'
import type { Narrowed } from '@/api/narrowed'
import type * as schema from '@/api/schema'
import type { Call } from '@/api/schema'
import type { AgentState } from '@/queues/api'

/** A queue as one who serves it sees it. */
export type MyQueue = Narrowed<schema.MyQueue, { state: AgentState }>
export type MyCall = Call
export type Act = 'login' | 'logout' | 'pause' | 'resume'

export const myQueuesQuery = queryOptions({
  queryKey: ['me', 'queues'],
  queryFn: async ({ signal }) => (await api.get<Page<MyQueue>>('/me/queues', {}, signal)).items,
  // Events tell when something changes; this is for what they miss.
  refetchInterval: 10_000,
})

/** The newest of the calls that I answered, or missed. */
export const myCallsQuery = (of: 'calls' | 'missed') =>
  queryOptions({ queryKey: ['me', of], queryFn: async ({ signal }) => (await api.get<Page<MyCall>>(`/me/${of}`, { limit: 20 }, signal)).items, refetchInterval: 30_000 })

/** Acts in one of my queues, or in all of them. */
export const act = async (what: Act, queue?: string) => (await api.post<Page<MyQueue>>(queue === undefined ? '/me/queues' : path`/me/queues/${queue}`, { do: what })).items
