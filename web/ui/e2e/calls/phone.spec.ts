import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { accessible } from '../axe'
import { asAdmin as test, expect } from '../harness'
import { pictures } from '../pictures'

const flow = {
  schema: 1,
  name: 'Leave a word',
  kind: 'voice',
  start: 'ask',
  nodes: {
    ask: { type: 'menu', label: 'Ask', params: { prompt: 'Press five to leave a message.', keys: { '5': 'Message' }, timeout_s: 20 }, next: { 'key:5': 'box', '*': 'bye' } },
    box: { type: 'voicemail', label: 'Box', params: { box: 'user:alice', greeting: 'Speak after the tone.', max_s: 20, min_s: 1 }, next: { done: 'bye' } },
    bye: { type: 'hangup' },
  },
}

type Call = { id: string; number: string; test?: boolean; revision: number; outcome?: string; path: string }

/** The share of samples of a 16 bit WAV file that are louder than a tenth of full scale. */
function loud(wav: Buffer): number {
  const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)))
  return samples.reduce((count, sample) => count + (Math.abs(sample) > 3276 ? 1 : 0), 0) / samples.length
}

/** Of sound of 8 kHz in 16 bits. */
const bytesPerSecond = 16_000

/** How much Asterisk has recorded, in bytes. */
async function recorded(): Promise<number> {
  const folder = path.join(process.env.ASTERISK_SPOOL ?? '', 'recording')
  const files = await readdir(folder, { recursive: true, withFileTypes: true })
  const sizes = files.filter((file) => file.isFile()).map((file) => stat(path.join(file.parentPath, file.name)).then(({ size }) => size))
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

test('a draft is called from the page, and hears the microphone', async ({ page, server }) => {
  await server.command('user', 'add', 'alice', '--phone', 'PJSIP/alice')
  const made = await page.request.post('/api/v1/flows', { data: { name: flow.name, document: flow } })
  expect(made.status(), await made.text()).toBe(201)
  const { id } = (await made.json()) as { id: number }

  await page.goto(`/flows/${id}`)
  await page.getByRole('button', { name: 'Call it' }).click()
  const phone = page.getByRole('dialog', { name: 'Call the flow' })
  await expect(phone).toBeVisible()
  await pictures(page, 'phone')
  await accessible(page)
  await phone.getByRole('button', { name: 'Call', exact: true }).click()
  await expect(phone.getByRole('status')).toContainText('Connected', { timeout: 20_000 })
  // The prompt arrives: the flow waits for keys after it, and the key is the one on the screen.
  await phone.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: '5' }).click()
  const before = await recorded()
  const calls = async () => ((await (await page.request.get('/api/v1/calls')).json()) as { items: Call[] }).items
  // The microphone of the browser beeps once a second: some of it is in the message, when Asterisk has written two seconds of it.
  await expect.poll(async () => (await recorded()) - before, { timeout: 20_000 }).toBeGreaterThan(2 * bytesPerSecond)
  await phone.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: '#' }).click()
  await expect(phone.getByRole('status')).toContainText('The flow ended the call', { timeout: 20_000 })
  await expect(async () => {
    const [call] = await calls()
    expect(call).toMatchObject({ test: true, revision: 1, outcome: 'completed' })
    expect(call?.number).toMatch(/^try_/)
    expect(call?.path).toMatch(/Ask: key:5 .* Box: done/)
  }).toPass()
  const [message] = JSON.parse(await server.command('voicemail', 'list', '--json')) as { recording: { path: string } }[]
  expect(loud(await readFile(message?.recording.path ?? ''))).toBeGreaterThan(0.01)
})
