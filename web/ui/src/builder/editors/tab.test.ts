import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const key = 'callflow.tab'

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers()
  // The timers of Vitest leave this one to the real clock.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new DOMException('', 'TimeoutError')), milliseconds)
    return controller.signal
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** A browser's locks, of which other pages hold some; leave is the end of such a page. */
function locksHeld(...names: string[]) {
  const held = new Set(names)
  const waiting = new Map<string, () => void>()
  const locks = {
    request: (name: string, { signal }: { signal: AbortSignal }, callback: () => unknown) =>
      new Promise((resolve, reject) => {
        const grant = () => {
          waiting.delete(name)
          held.add(name)
          resolve(callback())
        }
        if (!held.has(name)) return grant()
        waiting.set(name, grant)
        signal.addEventListener('abort', () => {
          if (waiting.delete(name)) reject(signal.reason as Error)
        })
      }),
  }
  return { locks, leave: (name: string) => waiting.get(name)?.() }
}

/** A page that comes to be in a tab whose name another page holds. */
async function page(type: 'reload' | 'navigate') {
  const memory = new Map([[key, 'kept']])
  const { locks, leave } = locksHeld(`${key}.kept`)
  vi.stubGlobal('navigator', { locks })
  vi.stubGlobal('sessionStorage', { getItem: (name: string) => memory.get(name) ?? null, setItem: (name: string, value: string) => memory.set(name, value) })
  vi.spyOn(performance, 'getEntriesByType').mockReturnValue([{ type } as PerformanceNavigationTiming])
  const { tabName } = await import('./tab')
  return { named: tabName(), leave: () => leave(`${key}.kept`), memory }
}

test('a page that is loaded again has the name of the one before it, which is slow to leave', async () => {
  const { named, leave, memory } = await page('reload')
  await vi.advanceTimersByTimeAsync(4900)
  leave()
  expect(await named).toBe('kept')
  expect(memory.get(key)).toBe('kept')
})

test('a page that is loaded again, and is beside one of the same name all the same, gets another', async () => {
  const { named, memory } = await page('reload')
  await vi.advanceTimersByTimeAsync(5000)
  expect(await named).not.toBe('kept')
  expect(memory.get(key)).toBe(await named)
})

test('a tab that was duplicated soon has a name of its own', async () => {
  const { named, memory } = await page('navigate')
  await vi.advanceTimersByTimeAsync(500)
  expect(await named).not.toBe('kept')
  expect(memory.get(key)).toBe(await named)
})
