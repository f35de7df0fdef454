import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { expect, test } from 'vitest'

// What `npm run texts` would find: a text without German, and German without a text.
test('every text has its German, and no German is left over', { timeout: 60_000 }, async () => {
  const catalogs = await getCatalogs(getConfig({ cwd: process.cwd() }))
  expect(catalogs.length).toBeGreaterThan(10)
  let texts = 0
  const wrong: string[] = []
  // All catalogs are one for the browser: the same text has the same German everywhere, or a context that tells them apart.
  const once = new Map<string, { translation: string; at: string }>()
  for (const catalog of catalogs) {
    const said = (await catalog.collect()) ?? {}
    const german = (await catalog.read('de')) ?? {}
    for (const [id, { message }] of Object.entries(said)) {
      texts++
      const translation = german[id]?.translation
      if (!translation) wrong.push(`${catalog.path}: no German for “${message ?? id}”`)
      else if (once.has(id) && once.get(id)?.translation !== translation) {
        wrong.push(`“${message ?? id}” is “${translation}” in ${catalog.path}, and “${once.get(id)?.translation}” in ${once.get(id)?.at}: say it in one way, or give it a context`)
      } else once.set(id, { translation, at: catalog.path })
    }
    for (const [id, { message }] of Object.entries(german)) {
      if (!(id in said)) wrong.push(`${catalog.path}: nothing says “${message ?? id}” any more`)
    }
  }
  expect(wrong, 'run npm run texts, and fill in what is empty').toEqual([])
  expect(texts).toBeGreaterThan(50)
})
