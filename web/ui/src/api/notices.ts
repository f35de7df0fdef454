import { queryOptions } from '@tanstack/react-query'
import { path, request, type Answer, type Page } from './client'

export type ByMail = '' | 'off' | 'link' | 'sound'

/** How people are told of what happened without them; `user` is missing in the company's. */
export type Notice = { user?: string; voicemail: ByMail; missed: '' | 'off' | 'mail' | 'webhook' | 'both'; webhook: string }

/** All of them; they have one version together. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: async ({ signal }): Promise<Answer<Notice[]>> => {
    const { data, ...rest } = await request<Page<Notice>>('GET', '/notices', { signal })
    return { ...rest, data: data.items }
  },
})

/** The notice of a user, or of the company. */
export const noticeOf = (all: readonly Notice[], user?: string): Notice =>
  all.find((one) => one.user?.toLowerCase() === user?.toLowerCase()) ?? { voicemail: '', missed: '', webhook: '' }

export const setNotice = (user: string | undefined, change: Partial<Notice>, ifMatch: string | undefined) =>
  request<Notice>('PATCH', user ? path`/notices/${user}` : '/notices', { body: change, ifMatch })
