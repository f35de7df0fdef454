import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { pictures } from './pictures'
import { tone } from './tone'

/** Drops files upon the page's zone, as from a folder. */
async function drop(page: Page, files: { name: string; content: Buffer }[]) {
  const data = await page.evaluateHandle(
    (all) => {
      const transfer = new DataTransfer()
      for (const { name, base64 } of all) transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name))
      return transfer
    },
    files.map(({ name, content }) => ({ name, base64: content.toString('base64') })),
  )
  const zone = page.getByText('Drop sound files here')
  await zone.dispatchEvent('dragover', { dataTransfer: data })
  await zone.dispatchEvent('drop', { dataTransfer: data })
}

const sound = async (page: Page, name: string) => (await (await page.request.get(`/api/v1/audio/${name}`)).json()) as { hash: string; kind?: string; text?: string; duration_s: number }

test.describe('the library', () => {
  test.describe.configure({ timeout: 60_000 })
  test.use({ expected: /(422|409) / })

  test('teaches when it is empty, takes dropped files, and says why it refuses one', async ({ page }) => {
    await page.goto('/audio-library')
    await expect(page.getByText('There is no sound yet')).toBeVisible()
    await settled(page)
    await accessible(page)
    await pictures(page, 'audio-empty')

    await drop(page, [
      { name: 'Welcome.wav', content: tone(440) },
      { name: '<b>not</b> a sound 🎵.wav', content: Buffer.from('this is a letter') },
      { name: 'مرحبا.wav', content: tone(660) },
    ])
    const uploads = page.getByRole('list', { name: 'Uploads' })
    await expect(uploads.getByRole('link', { name: 'welcome' })).toBeVisible()
    await expect(uploads.getByRole('link', { name: 'audio' })).toBeVisible()
    const refused = uploads.getByRole('listitem').filter({ hasText: '<b>not</b> a sound 🎵.wav' })
    await expect(refused.getByRole('alert')).toContainText(/sound|audio/)
    await expect(page.getByRole('row', { name: /welcome/ })).toContainText('0:01')
    await settled(page)
    await accessible(page)
    await pictures(page, 'audio-uploads')
    await refused.getByRole('button', { name: 'Try again' }).click()
    await expect(refused.getByRole('alert')).toBeVisible()
    await refused.getByRole('button', { name: /off this list/ }).click()
    await expect(refused).toHaveCount(0)
  })

  test('a text becomes a sound, which is found, played, given a kind and said anew', async ({ page }) => {
    await page.goto('/audio-library')
    await page.getByRole('button', { name: 'New sound' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'New sound' })
    await dialog.getByRole('radio', { name: 'A spoken text' }).check()
    await dialog.getByRole('textbox', { name: 'Text' }).fill('Please hold the line.')
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('please-hold-the-line')
    await dialog.getByLabel('Name', { exact: true }).fill('two words')
    await dialog.getByRole('button', { name: 'Put it in the library' }).click()
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveAttribute('aria-invalid', 'true')
    await dialog.getByLabel('Name', { exact: true }).fill('welcome')
    await dialog.getByRole('button', { name: 'Put it in the library' }).click()
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/there is a sound of this name already/i)
    await accessible(page)
    await pictures(page, 'audio-new')
    await dialog.getByLabel('Name', { exact: true }).fill('hold')
    await dialog.getByRole('button', { name: 'Put it in the library' }).click()
    await expect(page.getByRole('heading', { name: 'hold', level: 1 })).toBeVisible()
    await page.getByLabel('Kind').selectOption('prompt')
    await expect(page.getByText('Saved.')).toBeVisible()
    expect(await sound(page, 'hold')).toMatchObject({ kind: 'prompt', text: 'Please hold the line.' })

    const before = (await sound(page, 'hold')).hash
    await page.getByRole('button', { name: 'Replace' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Text' }).fill('We are on our way.')
    await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByText('We are on our way.')).toBeVisible()
    expect((await sound(page, 'hold')).hash).not.toBe(before)

    await page.goto('/audio-library?q=our+way&kind=prompt')
    await expect(page.getByRole('row', { name: /hold/ })).toBeVisible()
    await expect(page.getByRole('row', { name: /welcome/ })).toHaveCount(0)
    await page.getByRole('button', { name: 'Play hold' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Stop hold' })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Play hold' })).toBeVisible()
    await page.getByRole('searchbox', { name: 'Name or text' }).fill('nothing of the kind')
    await expect(page.getByText('No sound is like this')).toBeVisible()
    await expect(page).toHaveURL(/q=nothing/)
  })

  test('a sound that is played somewhere says where, leads to the node, and is not removed', async ({ page, server }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'callflow-audio-'))
    const file = path.join(folder, 'night.wav')
    await writeFile(file, tone(330))
    await server.command('audio', 'add', file, '--name', 'night')
    const flow = { schema: 1, name: 'Night line', kind: 'voice', start: 'hello', nodes: { hello: { type: 'greeting', params: { audio: 'audio:night' }, next: { done: 'end' } }, end: { type: 'hangup' } } }
    const made = await page.request.post('/api/v1/flows', { data: { name: 'Night line', document: flow, publish: true } })
    expect(made.status(), await made.text()).toBe(201)
    await page.goto('/audio-library/night')
    await expect(page.getByRole('slider', { name: 'Place in night' })).toBeVisible()
    await settled(page)
    await accessible(page)
    await pictures(page, 'audio-sound')

    await page.getByRole('slider', { name: 'Place in night' }).focus()
    await page.keyboard.press('End')
    await expect(page.getByRole('slider', { name: 'Place in night' })).toHaveAttribute('aria-valuenow', '1')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download night' }).click()])
    expect(download.suggestedFilename()).toBe('night.wav')
    expect((await readFile(await download.path())).subarray(0, 4).toString()).toBe('RIFF')

    await page.getByRole('button', { name: 'Remove' }).click()
    const asked = page.getByRole('alertdialog')
    await asked.getByRole('button', { name: 'Remove' }).click()
    await expect(asked.getByText('It is in use. Change these places first:')).toBeVisible()
    await expect(asked.getByRole('link', { name: /Night line · hello/ })).toBeVisible()
    await accessible(page)
    await pictures(page, 'audio-in-use')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('dusk')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByRole('dialog').getByRole('link', { name: /Night line · hello/ })).toBeVisible()
    await accessible(page)
    await pictures(page, 'audio-rename-in-use')
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Replace' }).click()
    const dialog = page.getByRole('dialog', { name: 'Replace night' })
    await expect(dialog.getByRole('link', { name: /Night line/ })).toBeVisible()
    await dialog.getByLabel('Sound file').setInputFiles({ name: 'x.wav', mimeType: 'audio/wav', buffer: Buffer.from('no') })
    await dialog.getByRole('button', { name: 'Replace it' }).click()
    await expect(dialog.getByRole('alert')).toBeVisible()
    const before = (await sound(page, 'night')).hash
    await dialog.getByLabel('Sound file').setInputFiles({ name: 'x.wav', mimeType: 'audio/wav', buffer: tone(500) })
    await dialog.getByRole('button', { name: 'Replace it' }).click()
    await expect(page.getByText('night is replaced.')).toBeVisible()
    expect((await sound(page, 'night')).hash).not.toBe(before)

    await page.getByRole('link', { name: /Night line · hello/ }).click()
    await expect(page).toHaveURL(/\/flows\/\d+#node-hello$/)
    await expect(page.getByRole('heading', { name: 'Greeting' })).toBeVisible()
  })

  test('an unused sound is renamed, and goes', async ({ page }) => {
    expect((await page.request.post('/api/v1/audio/speech', { data: { text: 'Gone.', name: 'going' } })).status()).toBe(201)
    await page.goto('/audio-library/going')
    await page.getByRole('button', { name: 'Rename' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('go ne')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByRole('dialog').getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
    await page.getByRole('dialog').getByLabel('Name').fill('gone')
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByRole('heading', { name: 'gone', level: 1 })).toBeVisible()
    await expect(page).toHaveURL(/\/audio-library\/gone$/)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    expect((await sound(page, 'gone')).text).toBe('Gone.')
    await settled(page) // what is still fetched of a sound that goes is not found
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await expect(page.getByText('gone is removed.')).toBeVisible()
    await expect(page).toHaveURL(/\/audio-library$/)
    await expect(page.getByRole('row', { name: /gone/ })).toHaveCount(0)
  })
})
