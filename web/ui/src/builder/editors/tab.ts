// Each tab of a browser has a name of its own: for the server, which tells editors who has a flow open, and for what is kept in
// the browser, so that no tab writes over another's edits.

const key = 'callflow.tab'
const lockOf = (tab: string) => `${key}.${tab}`

/**
 * How long a page waits until the one before it in its tab has let go of the name, in milliseconds. One that is loaded again knows that
 * there was one; another may as well be a tab that was duplicated, and waits in vain.
 */
function patience(): number {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return navigation?.type === 'reload' ? 5000 : 500
}

function random(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(36).padStart(2, '0')).join('')
}

/** Holds a name for as long as the page lives. False when another page has it. Only secure pages have locks; others trust. */
function hold(tab: string): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise((resolve) => {
    const given = navigator.locks.request(lockOf(tab), { signal: AbortSignal.timeout(patience()) }, () => {
      resolve(true)
      return new Promise<never>(() => {})
    })
    given.catch(() => resolve(false))
  })
}

async function name(): Promise<string> {
  // A tab that was duplicated has the other's memory, and must not have its name.
  const kept = sessionStorage.getItem(key)
  if (kept && (await hold(kept))) return kept
  const fresh = random()
  sessionStorage.setItem(key, fresh)
  await hold(fresh)
  return fresh
}

let mine: Promise<string> | undefined

/** This tab's name, the same after a reload. */
export function tabName(): Promise<string> {
  mine ??= name()
  return mine
}

/** The tabs of this browser that are open, where it tells. */
export async function openTabs(): Promise<ReadonlySet<string> | undefined> {
  if (!('locks' in navigator)) return undefined
  const { held = [] } = await navigator.locks.query()
  return new Set(held.flatMap(({ name: lock = '' }) => (lock.startsWith(`${key}.`) ? [lock.slice(key.length + 1)] : [])))
}
