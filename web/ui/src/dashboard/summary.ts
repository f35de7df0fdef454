import { queryOptions } from '@tanstack/react-query'
import { api, type Page } from '@/api/client'
import { flowsQuery } from '@/flows/flow'
import type { PhoneNumber } from '@/numbers/number'

/** What GET /summary says of now and today. */
export type Summary = {
  at: string
  active: number
  today: number
  answered: number
  missed: number
  /** Those without calls are missing. */
  hours: Hour[]
  queues: { name: string; open: boolean; waiting: number; talking: number; ready: number; agents: number; longest_wait_s: number; service_level: number }[]
  /** They have no flow: calls to them are lost. */
  silent_numbers: PhoneNumber[]
  unread_voicemail: number
  dead_letters: number
}

export type Hour = { hour: string; calls: number; answered: number; missed: number }

export const summaryQuery = queryOptions({
  queryKey: ['summary'],
  queryFn: ({ signal }) => api.get<Summary>('/summary', undefined, signal),
  // Events say when something changes; how long somebody waits changes by itself.
  refetchInterval: 15_000,
})

/** How far somebody has come who starts: people, a flow, a number that runs one. */
export const beginningQuery = queryOptions({
  queryKey: ['summary', 'beginning'],
  queryFn: async ({ client, signal }) => {
    const [users, flows, numbers] = await Promise.all([
      api.get<Page<{ phones?: unknown[] }>>('/users', undefined, signal),
      client.fetchQuery({ ...flowsQuery(), staleTime: 0 }),
      api.get<Page<PhoneNumber>>('/numbers', { limit: 1 }, signal),
    ])
    return {
      people: users.items.some(({ phones }) => (phones?.length ?? 0) > 0),
      flow: flows.some(({ status }) => status !== 'draft'),
      number: flows.some(({ status }) => status === 'active'),
      numbers: numbers.items.length > 0,
    }
  },
})
