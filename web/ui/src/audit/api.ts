import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, path, request, type Page } from '@/api/client'

/** Something that somebody changed. */
export type Entry = {
  id: number
  at: string
  /** Such as user:ada, token:crm or cli:root. */
  who: string
  /** Such as number.assign. */
  action: string
  kind: string
  name: string
  before?: unknown
  after?: unknown
}

export type Filter = {
  q?: string | undefined
  who?: string | undefined
  kind?: string | undefined
  name?: string | undefined
  since?: string | undefined
  until?: string | undefined
}

/** The day after one: the filter's last day belongs to what is shown. */
export function dayAfter(day: string | undefined): string | undefined {
  if (day === undefined) return undefined
  const time = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(time.getTime())) return undefined
  time.setUTCDate(time.getUTCDate() + 1)
  return time.toISOString().slice(0, 10)
}

const asked = ({ until, ...filter }: Filter) => ({ ...filter, until: dayAfter(until) })

export const auditQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => api.get<Page<Entry>>('/audit', { ...asked(filter), after: pageParam }, signal),
    getNextPageParam: (page) => page.next || undefined,
  })

/** An entry never changes. */
export const entryQuery = (id: number) =>
  queryOptions({ queryKey: ['audit', 'one', id], queryFn: ({ signal }) => api.get<Entry>(path`/audit/${id}`, {}, signal), staleTime: Infinity })

export const auditTable = async (filter: Filter): Promise<string> =>
  (await request<string>('GET', '/audit', { query: asked(filter), headers: { Accept: 'text/csv, application/problem+json;q=0.5' } })).data
