import { truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { pictures } from './pictures'
import type { Server } from './server'
import { tone } from './tone'

test.describe.configure({ timeout: 60_000 })

const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
const page404 = Buffer.from('<!doctype html><title>Not found</title><h1>404</h1><script>document.title = "run"</script>')

/** Files that are called .wav and are not what they say, and what is said of them. */
const notWhatTheySay: { name: string; buffer: Buffer; said: RegExp }[] = [
  { name: 'picture.wav', buffer: picture, said: /not audio that can be read; use WAV, MP3/ },
  { name: 'page.wav', buffer: page404, said: /not audio that can be read; use WAV, MP3/ },
  { name: 'cut-off.wav', buffer: tone(440).subarray(0, 30), said: /not audio that can be read|empty or silent/ },
  { name: 'empty.wav', buffer: Buffer.alloc(0), said: /empty or silent/ },
  { name: 'silent.wav', buffer: tone(440, 1, 0), said: /empty or silent/ },
]

/** A file larger than the library takes; it need not be a sound. */
async function tooLarge(server: Server): Promise<string> {
  const file = path.join(server.folder, 'large.wav')
  await writeFile(file, tone(440))
  await truncate(file, 66 << 20)
  return file
}

const zone = (page: Page | Locator) => page.getByLabel('Sound file', { exact: true })
const named = (page: Page, name: string) => page.getByRole('list', { name: 'Uploads' }).getByRole('listitem').filter({ hasText: name })
const inLibrary = async (page: Page) => ((await (await page.request.get('/api/v1/audio')).json()) as { items: { name: string }[] }).items.map(({ name }) => name)

test.describe('files that are not what they say', () => {
  test.use({ expected: /(422|413) / })

  test('are refused in the library, each at its row, and the next one is taken', async ({ page, server }) => {
    await page.goto('/audio-library')
    await zone(page).setInputFiles(notWhatTheySay.map(({ name, buffer }) => ({ name, mimeType: 'audio/wav', buffer })))
    for (const { name, said } of notWhatTheySay) await expect(named(page, name).getByRole('alert'), name).toContainText(said)
    await zone(page).setInputFiles(await tooLarge(server))
    await expect(named(page, 'large.wav').getByRole('alert')).toContainText(/too large.* 64 MB/)
    await settled(page)
    await accessible(page)
    await pictures(page, 'uploads-refused')
    await zone(page).setInputFiles({ name: 'good.wav', mimeType: 'audio/wav', buffer: tone(500) })
    await expect(named(page, 'good.wav').getByRole('link', { name: 'good' })).toBeVisible()
    expect(await inLibrary(page)).toEqual(['good'])
    expect(await server.files('data/sounds')).toHaveLength(1)
    expect(await server.underWay()).toEqual([])
  })

  test('are refused as a mailbox’s greeting, in the dialog, which takes the next one', async ({ page, server }) => {
    await server.command('user', 'add', 'greta')
    await page.goto('/voicemail/user%3Agreta')
    await page.getByRole('button', { name: 'Give it a greeting of its own' }).click()
    const dialog = page.getByRole('dialog', { name: 'A greeting of its own' })
    await dialog.getByRole('radio', { name: 'A file' }).check()
    const use = dialog.getByRole('button', { name: 'Use it' })
    for (const { name, buffer, said } of notWhatTheySay) {
      await zone(dialog).setInputFiles({ name, mimeType: 'audio/wav', buffer })
      await use.click()
      await expect(dialog.getByRole('alert'), name).toContainText(said)
    }
    await zone(dialog).setInputFiles(await tooLarge(server))
    await use.click()
    await expect(dialog.getByRole('alert')).toContainText(/too large.* 64 MB/)
    await accessible(page)
    await zone(dialog).setInputFiles({ name: 'good.wav', mimeType: 'audio/wav', buffer: tone(600) })
    await use.click()
    await expect(page.getByRole('slider', { name: 'Place in Its own greeting' })).toBeVisible()
    expect(await server.underWay()).toEqual([])
  })
})

/** Lets the page send so slowly that an upload is half-way for as long as a test wants. */
async function slowly(page: Page) {
  const tools = await page.context().newCDPSession(page)
  const set = (uploadThroughput: number) => tools.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput })
  await set(100_000)
  return () => set(-1)
}

test.describe('an upload that is cut off', () => {
  test.use({ expected: /ERR_|preload CSS|dynamically imported module/ })

  const long = { name: 'long.wav', mimeType: 'audio/wav', buffer: tone(700, 120) } // 1.9 MB

  /** Begins an upload and waits until the server has a part of it. */
  async function begin(page: Page, server: Server) {
    await page.goto('/audio-library')
    await settled(page)
    const before = await server.underWay()
    const fast = await slowly(page)
    await zone(page).setInputFiles(long)
    await expect(named(page, long.name)).toContainText('Is sent')
    await expect.poll(() => server.underWay()).toHaveLength(before.length + 1)
    return fast
  }

  test('by a server that is killed says so, leaves no half sound, and is sent again', async ({ page, server }) => {
    const before = await inLibrary(page)
    const files = await server.files('data/sounds')
    const fast = await begin(page, server)
    await server.kill()
    const row = named(page, long.name)
    await expect(row.getByRole('alert')).toContainText('callflow cannot be reached')
    await expect(row).not.toContainText('Refused')
    await accessible(page)
    await pictures(page, 'uploads-cut-off')
    expect(await server.files('data/sounds')).toEqual(files)
    // What had come of the form is there until the next start.
    expect(await server.underWay()).toHaveLength(1)
    await server.start()
    expect(await server.underWay()).toEqual([])
    await fast()
    expect(await inLibrary(page)).toEqual(before)
    await row.getByRole('button', { name: 'Try again' }).click()
    await expect(row.getByRole('link', { name: 'long' })).toBeVisible()
    expect(await inLibrary(page)).toEqual([...before, 'long'].toSorted())
  })

  test('by a page that is left behind leaves nothing on the server', async ({ page, server }) => {
    const [before, files, temporary] = [await inLibrary(page), await server.files('data/sounds'), await server.underWay()]
    const fast = await begin(page, server)
    await page.goto('/numbers')
    await expect.poll(() => server.underWay()).toEqual(temporary)
    await fast()
    expect(await inLibrary(page)).toEqual(before)
    expect(await server.files('data/sounds')).toEqual(files)
  })
})
