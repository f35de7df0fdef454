import { queryOptions } from '@tanstack/react-query'
import { api, request, type Page } from '@/api/client'

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

/** How people are told of what happened without them; `user` is missing in the company's. */
export type Notice = { user?: string; voicemail: '' | 'off' | 'link' | 'sound'; missed: '' | 'off' | 'mail' | 'webhook' | 'both'; webhook: string }

export const companyQuery = queryOptions({ queryKey: ['company'], queryFn: ({ signal }) => request<Company>('GET', '/company', { signal }) })

export const noticeQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: async ({ signal }): Promise<Notice> =>
    (await api.get<Page<Notice>>('/notices', {}, signal)).items.find(({ user }) => !user) ?? { voicemail: 'off', missed: 'off', webhook: '' },
})

export const settings = {
  setCompany: (change: Partial<Company>, etag: string | undefined) => request<Company>('PATCH', '/company', { body: change, ifMatch: etag }),
  setNotice: (notice: Notice) => api.patch<Notice>('/notices', notice),
}
