import { useSyncExternalStore } from 'react'

/** The build that this page is of, as the script says that it began with; while the console is developed there is none. */
const build = /^\/assets\/index-(.+)\.js$/.exec(globalThis.document?.querySelector('script[type="module"]')?.getAttribute('src') ?? '')?.[1]

let updated = false
const listeners = new Set<() => void>()

/** Looks at what an answer says of the server's console. */
export function heardOf(headers: Headers): void {
  const now = headers.get('Callflow-Console')
  if (updated || !now || !build || now === build) return
  updated = true
  for (const listener of listeners) listener()
}

function listen(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether callflow was updated after this page was loaded. */
export const useUpdated = () => useSyncExternalStore(listen, isUpdated)

export const isUpdated = () => updated
