import { queryOptions } from '@tanstack/react-query'
import { api, path, type Page } from './client'
import type { Narrowed } from './narrowed'
import type * as schema from './schema'
import type { SigninSession, StoreAPIToken } from './schema'
import type { Right } from './session'

/** Where somebody is signed in. */
export type SignedIn = SigninSession

/** A key for programs. */
export type Token = Narrowed<StoreAPIToken, { rights: Right[] }>

/** A token that was just made: its text is shown once. */
export type NewToken = Narrowed<schema.NewToken, { rights: Right[] }>

export const signedInQuery = queryOptions({
  queryKey: ['session', 'all'],
  queryFn: async ({ signal }) => (await api.get<Page<SignedIn>>('/session/all', {}, signal)).items,
})

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: async ({ signal }) => (await api.get<Page<Token>>('/tokens', {}, signal)).items,
})

export const account = {
  signOutElsewhere: () => api.delete('/session/all'),
  changePassword: (current: string, next: string) => api.post<void>('/session/password', { current, new: next }),
  proposeTotp: () => api.post<{ secret: string; uri: string }>('/session/totp'),
  confirmTotp: (code: string) => api.put<{ recovery_codes: string[] }>('/session/totp', { code: code.replaceAll(' ', '') }),
  removeTotp: (password: string) => api.delete('/session/totp', { body: { password } }),
  addToken: (name: string, rights: Right[], expires: string) => api.post<NewToken>('/tokens', { name, rights, expires }),
  removeToken: (id: number) => api.delete(path`/tokens/${id}`),
}
