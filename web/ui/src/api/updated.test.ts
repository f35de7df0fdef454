import { afterEach, beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => void vi.resetModules())
afterEach(() => void vi.unstubAllGlobals())

/** Whether a page that began with a script takes itself for one of before an update, after answers that name another or none. */
async function updatedAfter(entry: string, ...consoles: (string | undefined)[]): Promise<boolean> {
  vi.stubGlobal('document', { querySelector: () => ({ getAttribute: () => entry }) })
  const { heardOf, isUpdated } = await import('./updated')
  for (const one of consoles) heardOf(new Headers(one === undefined ? {} : { 'Callflow-Console': one }))
  return isUpdated()
}

test('an answer of another build says that the page is of before an update', async () => {
  expect(await updatedAfter('/assets/index-old.js', 'old', 'new')).toBe(true)
})

test('an answer of the same build, or of none, does not', async () => {
  expect(await updatedAfter('/assets/index-old.js', 'old', undefined)).toBe(false)
})

test('a page that is being developed is compared with nothing', async () => {
  expect(await updatedAfter('/src/main.tsx', 'new')).toBe(false)
})
