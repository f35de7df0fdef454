import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { request } from './client'
import { Problem } from './problem'

export type Right = 'own' | 'view' | 'flows' | 'admin'
export type Role = 'admin' | 'editor' | 'agent' | 'viewer'

/** Who is signed in. */
export type Session = {
  user: string
  full_name: string
  company: string
  timezone: string
  language: string
  /** Empty for a token that is nobody's. */
  role: Role | ''
  rights: Right[]
  totp: boolean
  /** The company asks for a second factor, and this person has none: nothing else is allowed before it is set up. */
  second_factor_needed?: boolean
  /** At signing in: how many wrong passwords were tried since the last time. */
  failed?: number
}

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
