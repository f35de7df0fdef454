import { useQueryClient, type QueryKey } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listen } from './feed'

/** What GET /events tells of. */
export type Happening = 'call' | 'queue' | 'change' | 'messages'

/** Changes may come in swarms: what is shown is asked for again at most so often, in milliseconds. */
const calm = 1_000

/**
 * Asks again for what a page shows when something happens that it is about, and when something may have been missed.
 */
export function useLive(about: Partial<Record<Happening, readonly QueryKey[]>>): void {
  const queries = useQueryClient()
  const wanted = JSON.stringify(about)
  useEffect(() => {
    const keys = JSON.parse(wanted) as Record<string, QueryKey[]>
    const names = Object.keys(keys)
    let stale = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = (these: readonly QueryKey[]) => {
      for (const key of these) stale.add(JSON.stringify(key))
      timer ??= setTimeout(() => {
        const now = stale
        stale = new Set()
        timer = undefined
        for (const key of now) void queries.invalidateQueries({ queryKey: JSON.parse(key) as QueryKey })
      }, calm)
    }
    const close = listen({
      on: Object.fromEntries(names.map((name) => [name, () => ask(keys[name] ?? [])])),
      onMissed: () => ask(Object.values(keys).flat()),
    })
    return () => {
      close()
      clearTimeout(timer)
    }
  }, [queries, wanted])
}
