import { queryOptions } from '@tanstack/react-query'
import { api, path, request, type Answer, type Page } from '@/api/client'

export type BlockedCaller = { number: string; prefix: boolean; reason: string; created: string }

export type Sort = 'blocked' | 'hidden'
export const actions = ['allow', 'hangup', 'message', 'flow'] as const
export type Action = (typeof actions)[number]

/** What becomes of one sort of callers: of a number, or, with none, of all. */
export type Policy = { callers: Sort; number: string; action: Action; cause?: number; message?: string; flow?: string }

/** What bounds calls and texts to numbers outside; -1 bounds nothing. */
export type Limits = { calls_hour: number; concurrent: number; minutes_day: number; texts_hour: number; allowed: string[]; forbidden: string[]; alert?: string }

/** The company's cap, or that of a user, with how much of it is used. */
export type Cap = Limits & { user?: string; used: { calls_hour: number; concurrent: number; minutes_day: number; texts_hour: number } }

export const blockedQuery = (q: string | undefined) =>
  queryOptions({ queryKey: ['blocked', q ?? ''], queryFn: async ({ signal }) => (await api.get<Page<BlockedCaller>>('/blocked-callers', { q }, signal)).items })

const listed = <T>({ data, ...rest }: Answer<Page<T>>): Answer<T[]> => ({ ...rest, data: data.items })

/** All policies have one version together. */
export const policiesQuery = queryOptions({ queryKey: ['policies'], queryFn: async ({ signal }) => listed(await request<Page<Policy>>('GET', '/caller-policies', { signal })) })

/** All caps have one version together, of what is set. How much is used moves on by itself. */
export const capsQuery = queryOptions({ queryKey: ['caps'], queryFn: async ({ signal }) => listed(await request<Page<Cap>>('GET', '/caps', { signal })), refetchInterval: 15_000 })

export const rules = {
  block: ({ number, prefix, reason }: Omit<BlockedCaller, 'created'>) => api.post('/blocked-callers', { number, prefix, reason }),
  unblock: ({ number, prefix }: BlockedCaller) => api.delete(path`/blocked-callers/${number}`, { query: { prefix } }),
  table: async (q: string | undefined) => (await request<string>('GET', '/blocked-callers', { query: { q }, headers: { Accept: 'text/csv' } })).data,
  setPolicy: async ({ callers, ...policy }: Policy, ifMatch: string | undefined) => listed(await request<Page<Policy>>('PUT', path`/caller-policies/${callers}`, { body: policy, ifMatch })),
  removePolicy: async ({ callers, number }: Policy, ifMatch: string | undefined) => listed(await request<Page<Policy>>('DELETE', path`/caller-policies/${callers}`, { query: { number }, ifMatch })),
  setCap: (user: string | undefined, change: Partial<Limits>, ifMatch?: string) => request<Cap>('PATCH', user ? path`/caps/${user}` : '/caps', { body: change, ifMatch }),
  removeCap: (user: string, ifMatch: string | undefined) => api.delete(path`/caps/${user}`, { ifMatch }),
}
