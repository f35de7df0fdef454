import { queryOptions } from '@tanstack/react-query'
import { api, path, type Page } from '@/api/client'
import type { AgentState } from '@/queues/api'

/** A queue as one who serves it sees it. */
export type MyQueue = { name: string; open: boolean; state: AgentState; logged_in: boolean; ringing?: boolean; since?: string; missed: number; pause_why?: string; waiting: number; longest_wait_s: number; caller?: string }
export type MyCall = { id: string; number: string; caller: string; caller_name?: string; started: string; state: string; talked_s: number; duration_s: number }
export type Act = 'login' | 'logout' | 'pause' | 'resume'

export const myQueuesQuery = queryOptions({
  queryKey: ['me', 'queues'],
  queryFn: async ({ signal }) => (await api.get<Page<MyQueue>>('/me/queues', {}, signal)).items,
  refetchInterval: 2_000,
})

/** The newest of the calls that I answered, or missed. */
export const myCallsQuery = (of: 'calls' | 'missed') =>
  queryOptions({ queryKey: ['me', of], queryFn: async ({ signal }) => (await api.get<Page<MyCall>>(`/me/${of}`, { limit: 20 }, signal)).items, refetchInterval: 15_000 })

/** Acts in one of my queues, or in all of them. */
export const act = async (what: Act, queue?: string) => (await api.post<Page<MyQueue>>(queue === undefined ? '/me/queues' : path`/me/queues/${queue}`, { do: what })).items
