import { queryOptions } from '@tanstack/react-query'
import { request } from '@/api/client'

export type Company = {
  name: string
  timezone: string
  language: string
  outbound: string
  country: string
  /** The country that holds: the one that is set, else that of the language or the time zone. */
  number_country: string
  tests_block_publishing: boolean
  second_factor_required: boolean
}

export const companyQuery = queryOptions({ queryKey: ['company'], queryFn: ({ signal }) => request<Company>('GET', '/company', { signal }) })

export const settings = {
  setCompany: (change: Partial<Company>, etag: string | undefined) => request<Company>('PATCH', '/company', { body: change, ifMatch: etag }),
}
