import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { request } from './client'
import type { Narrowed } from './narrowed'
import type * as schema from './schema'
import { Problem } from './problem'

export type Right = 'own' | 'view' | 'flows' | 'admin'
export type Role = 'admin' | 'editor' | 'agent' | 'viewer'

/** Who is signed in. */
export type Session = Narrowed<schema.Session, { rights: Right[] }>

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<Session | null> => {
    try {
      return (await request<Session>('GET', '/session', { anonymous: true, signal })).data
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  staleTime: Infinity,
})

/** Who is signed in, on pages inside the shell, where somebody is. */
export function useSession(): Session {
  const { data } = useSuspenseQuery(sessionQuery)
  if (!data) throw new Error('nobody is signed in')
  return data
}

/** Whether who is signed in has a right. */
export function useMay(right: Right): boolean {
  return useSession().rights.includes(right)
}
