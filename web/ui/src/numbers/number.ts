import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, request, type Page } from '@/api/client'
import type { Narrowed } from '@/api/narrowed'
import type { StoreNumber } from '@/api/schema'

/** A number as GET /numbers has it; names of flows, empty for none. */
export type PhoneNumber = Narrowed<StoreNumber, { driver: 'ari' | 'agi' }>

export type NumberChange = Partial<Omit<PhoneNumber, 'number'>>

export type NumberFilter = {
  q?: string | undefined
  service?: string | undefined
  group?: string | undefined
  flow?: string | undefined
  unassigned?: boolean | undefined
}

export const numbersQuery = (filter: NumberFilter) =>
  infiniteQueryOptions({
    queryKey: ['numbers', filter],
    queryFn: ({ pageParam, signal }) => api.get<Page<PhoneNumber>>('/numbers', { ...filter, limit: 100, after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  })

/** All numbers of a filter as CSV, which can be imported again. */
export const numbersTable = async (filter: NumberFilter): Promise<string> =>
  (await request<string>('GET', '/numbers', { query: filter, headers: { Accept: 'text/csv, application/problem+json;q=0.5' } })).data
