import { queryOptions } from '@tanstack/react-query'
import { allOf, api, path, request, type Page } from '@/api/client'
import type { Narrowed } from '@/api/narrowed'
import type * as schema from '@/api/schema'
import type { StoreGroup, StorePhone, StoreUser } from '@/api/schema'
import type { Role } from '@/api/session'

/** A telephone: an endpoint of Asterisk, or a number outside. */
export type Phone = StorePhone
export type User = StoreUser
export type Group = StoreGroup
export type Invitation = schema.Invitation

/** What a person may do here, and how far the sign-in is. */
export type SignIn = Narrowed<schema.SignIn, { role: Role }>

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => allOf<User>('/users', signal),
})

export const userQuery = (name: string) =>
  queryOptions({ queryKey: ['users', name], queryFn: ({ signal }) => request<User>('GET', path`/users/${name}`, { signal }) })

export const groupsQuery = queryOptions({
  queryKey: ['groups'],
  queryFn: async ({ signal }) => (await api.get<Page<Group>>('/groups', {}, signal)).items,
})

export const groupQuery = (name: string) =>
  queryOptions({ queryKey: ['groups', name], queryFn: ({ signal }) => request<Group>('GET', path`/groups/${name}`, { signal }) })

/** Only for administrators. */
export const signInsQuery = queryOptions({
  queryKey: ['sign-ins'],
  queryFn: async ({ signal }) => (await api.get<Page<SignIn>>('/sign-ins', {}, signal)).items,
})

/** With its version, for who has one. */
export const signInQuery = (user: string) =>
  queryOptions({ queryKey: ['sign-ins', user], queryFn: ({ signal }) => request<SignIn>('GET', path`/sign-ins/${user}`, { signal }) })

export const people = {
  addUser: (user: Omit<User, 'phones'> & { phones: Phone[] }) => api.post<User>('/users', user),
  setUser: (name: string, change: Partial<User>, etag: string | undefined) => request<User>('PATCH', path`/users/${name}`, { body: change, ifMatch: etag }),
  removeUser: (name: string) => api.delete(path`/users/${name}`),
  addGroup: (group: { name: string; members: string[] }) => api.post<Group>('/groups', group),
  setGroup: (name: string, members: string[], etag: string | undefined) => request<Group>('PUT', path`/groups/${name}`, { body: { members }, ifMatch: etag }),
  removeGroup: (name: string) => api.delete(path`/groups/${name}`),
  setSignIn: (user: string, change: { role?: Role; edit_flows?: boolean; disabled?: boolean }, etag: string | undefined) =>
    request<SignIn>('PUT', path`/sign-ins/${user}`, { body: change, ifMatch: etag }),
  removeSignIn: (user: string, etag: string | undefined) => api.delete(path`/sign-ins/${user}`, { ifMatch: etag }),
  /** For who has no sign-in yet: if somebody else has invited the person meanwhile, it is refused. */
  invite: (user: string, role: Role) => api.post<Invitation>(path`/sign-ins/${user}/invite`, { role }, { headers: { 'If-None-Match': '*' } }),
  /** For who has one. */
  inviteAgain: (user: string, reset: boolean, etag: string | undefined) =>
    api.post<Invitation>(path`/sign-ins/${user}/invite`, { ...(reset && { reset_second_factor: true }) }, { ifMatch: etag }),
}
