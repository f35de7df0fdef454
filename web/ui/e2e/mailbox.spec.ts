import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin as test, expect, settled, watch } from './harness'
import { pictures } from './pictures'
import { tone } from './tone'

// Sounds are converted, and each step is looked at in four ways: on a machine at work that takes its time.
test.describe.configure({ timeout: 60_000 })
test.use({ expected: /(422|409|403|404|412) / })

type Box = { number?: string; has_pin: boolean; greeting?: string; greeting_s?: number }

const read = async (page: Page, name: string) => (await (await page.request.get(`/api/v1/mailboxes/user:${name}`)).json()) as Box

test('a box gets a greeting of its own, another one, and the flow’s again', async ({ page, server }) => {
  await server.command('user', 'add', 'fred')
  const box = () => read(page, 'fred')
  await page.goto('/people/users/fred')
  await expect(page.getByText('No new message')).toBeVisible()
  await page.getByRole('link', { name: 'Greeting and PIN' }).click()
  await expect(page.getByText('Callers hear the greeting of the flow')).toBeVisible()
  await settled(page)
  await accessible(page)

  await page.getByRole('button', { name: 'Give it a greeting of its own' }).click()
  const dialog = page.getByRole('dialog', { name: 'A greeting of its own' })
  await dialog.getByRole('radio', { name: 'A file' }).check()
  await dialog.getByLabel('Sound file').setInputFiles({ name: 'no.wav', mimeType: 'audio/wav', buffer: Buffer.from('no sound') })
  await dialog.getByRole('button', { name: 'Use it' }).click()
  await expect(dialog.getByRole('alert')).toContainText('not audio')
  await accessible(page)
  await pictures(page, 'mailbox-greeting')
  await dialog.getByLabel('Sound file').setInputFiles({ name: 'away.wav', mimeType: 'audio/wav', buffer: tone(440) })
  await dialog.getByRole('button', { name: 'Use it' }).click()
  await expect(page.getByRole('slider', { name: 'Place in Its own greeting' })).toBeVisible()
  const first = (await box()).greeting
  expect((await box()).greeting_s).toBeCloseTo(1, 1)
  await page.getByRole('button', { name: 'Another greeting' }).click()
  await dialog.getByRole('radio', { name: 'A spoken text' }).check()
  await dialog.getByRole('textbox', { name: 'Text' }).fill('I am away until Monday.')
  await dialog.getByRole('button', { name: 'Use it' }).click()
  await expect(dialog).toHaveCount(0)
  await expect.poll(async () => (await box()).greeting).not.toBe(first)
  await page.getByRole('button', { name: 'Use the flow’s again' }).click()
  await page.getByRole('button', { name: 'Use the flow’s', exact: true }).click()
  await expect(page.getByText('Callers hear the greeting of the flow')).toBeVisible()
  expect((await box()).greeting ?? '').toBe('')
})

test('a box gets a number, a PIN and mail', async ({ page, server }) => {
  for (const name of ['gina', 'hugo']) await server.command('user', 'add', name, '--email', `${name}@example.org`)
  const box = () => read(page, 'gina')
  expect((await page.request.patch('/api/v1/mailboxes/user:hugo', { data: { number: '300' } })).ok()).toBe(true)
  expect((await page.request.put('/api/v1/mailboxes/user:gina/greeting/speech', { data: { text: 'This is Gina.' } })).ok()).toBe(true)
  await page.goto('/voicemail/user%3Agina')
  await page.getByLabel('Number of the box').fill('30x')
  await page.getByRole('button', { name: 'Save the number' }).click()
  await expect(page.getByLabel('Number of the box')).toHaveAccessibleDescription(/1 to 20 digits/)
  await page.getByLabel('Number of the box').fill('300')
  await page.getByRole('button', { name: 'Save the number' }).click()
  await expect(page.getByLabel('Number of the box')).toHaveAccessibleDescription(/another mailbox has the number/i)
  await page.getByLabel('Number of the box').fill('301')
  await page.getByRole('button', { name: 'Save the number' }).click()
  await expect(page.getByText('Saved.').first()).toBeVisible()

  await page.getByLabel('New PIN').fill('12')
  await page.getByRole('button', { name: 'Set the PIN' }).click()
  await expect(page.getByText('Use 4 to 12 digits')).toBeVisible()
  await page.getByLabel('New PIN').fill('471147')
  await page.keyboard.press('Enter')
  await expect(page.getByText('It has a PIN')).toBeVisible()
  await page.getByRole('button', { name: 'Make one' }).click()
  await expect(page.getByRole('dialog').getByLabel('PIN')).toHaveValue(/^\d{6}$/)
  await page.keyboard.press('Escape')
  await page.getByLabel('New messages').selectOption('sound')
  await expect(page.getByText('Saved.').last()).toBeVisible()
  await settled(page)
  await accessible(page)
  await pictures(page, 'mailbox')
  expect(await box()).toMatchObject({ number: '301', has_pin: true })
  const { items } = (await (await page.request.get('/api/v1/notices')).json()) as { items: { user?: string; voicemail: string }[] }
  expect(items.find(({ user }) => user === 'gina')?.voicemail).toBe('sound')
  await expect(page.getByLabel('Line for pjsip.conf')).toHaveValue('mailboxes=gina@default')

  // Another sets a PIN and mail meanwhile: it is told, and not overwritten.
  expect((await page.request.put('/api/v1/mailboxes/user:gina/pin', { data: { pin: '123456' } })).ok()).toBe(true)
  await page.getByRole('button', { name: 'Take it away' }).click()
  await page.getByRole('button', { name: 'Show what is saved now' }).click()
  await expect(page.getByRole('button', { name: 'Show what is saved now' })).toHaveCount(0)
  expect((await box()).has_pin).toBe(true)
  expect((await page.request.patch('/api/v1/notices/gina', { data: { voicemail: 'link' } })).ok()).toBe(true)
  await page.getByLabel('New messages').selectOption('off')
  await page.getByRole('button', { name: 'Show what is saved now' }).click()
  await expect(page.getByLabel('New messages')).toHaveValue('link')

  await page.getByRole('button', { name: 'Take it away' }).click()
  await expect(page.getByText('No PIN opens it')).toBeVisible()
})

test('an agent sets the own box, and sees no other', async ({ page, browser, server, troubles }) => {
  await server.command('user', 'add', 'ines')
  await server.command('user', 'add', 'jack')
  const invited = await page.request.post('/api/v1/sign-ins/ines/invite', { data: { role: 'agent' } })
  expect(invited.ok(), await invited.text()).toBe(true)
  const { link } = (await invited.json()) as { link: string }
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB', storageState: { cookies: [], origins: [] } })
  await watch(context, troubles, /(401|403|404|422) /)
  const hers = await context.newPage()
  const set = await context.request.post('/api/v1/setup', { data: { key: new URL(link).hash.slice(1), password: 'a long enough password' } })
  expect(set.ok(), await set.text()).toBe(true)
  await hers.goto('/me')
  const mine = hers.getByRole('region', { name: 'My mailbox' })
  await mine.getByRole('button', { name: 'Give it a greeting of its own' }).click()
  const dialog = hers.getByRole('dialog')
  await dialog.getByRole('radio', { name: 'A spoken text' }).check()
  await dialog.getByRole('textbox', { name: 'Text' }).fill('This is Ines.')
  await dialog.getByRole('button', { name: 'Use it' }).click()
  await expect(mine.getByRole('slider', { name: 'Place in Its own greeting' })).toBeVisible()
  await mine.getByLabel('New PIN').fill('4711')
  await mine.getByRole('button', { name: 'Set the PIN' }).click()
  await expect(mine.getByText('It has a PIN')).toBeVisible()
  await expect(mine.getByLabel('Number of the box')).toHaveCount(0)
  await settled(hers)
  await accessible(hers)
  await pictures(hers, 'me-mailbox')
  for (const [method, at, status] of [['GET', '/me/mailboxes/user:jack', 404], ['PUT', '/me/mailboxes/user:jack/pin', 404], ['PUT', '/mailboxes/user:ines/pin', 403], ['GET', '/mailboxes', 403]] as const) {
    const answer = await context.request.fetch(`/api/v1${at}`, { method, headers: { 'Sec-Fetch-Site': 'same-origin' }, ...(method === 'PUT' && { data: { pin: '1234' } }) })
    expect(answer.status(), `${method} ${at}`).toBe(status)
  }
  await hers.goto('/voicemail/user%3Ajack')
  await expect(hers.getByRole('heading', { name: 'Mailbox user:jack' })).toHaveCount(0)
  await context.close()
})
