import type { Page } from '@playwright/test'
import { asAdmin as test, expect, settled } from './harness'

// Names that people and programs give by mistake and on purpose. The harness fails a test whose page runs a script of theirs, as
// the Content Security Policy refuses it and the console says so.
const script = '<script>alert(1)</script>'
const image = '"><img src=x onerror=alert(1)>'
const arabic = 'مرحبا بكم في المخبز'
const hebrew = 'דלפק הקבלה'
const emoji = '🥐📞👩‍👩‍👧‍👦'
const long = 'Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstelle'
const names = [script, image, arabic, hebrew, emoji, long]

async function makes(page: Page, at: string, data: object) {
  const made = await page.request.post(`/api/v1/${at}`, { data })
  expect(made.status(), await made.text()).toBe(201)
  return (await made.json()) as { id: number }
}

/** Nothing goes over the edge of the page, at any width. */
async function fits(page: Page) {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(over, `${page.url()} at ${width} pixels`).toBeLessThanOrEqual(0)
  }
}

test('names of every sort are shown as they are, everywhere', async ({ page }) => {
  test.setTimeout(240_000)
  page.on('dialog', (dialog) => {
    throw new Error(`a name ran: ${dialog.message()}`)
  })
  const flows: number[] = []
  for (const [index, name] of names.entries()) {
    await makes(page, 'users', { name: `u${index}`, full_name: name, phones: [{ endpoint: `PJSIP/u${index}` }] })
    const nodes = {
      hello: { type: 'greeting', label: name, params: { say: name }, next: { done: 'ring' } },
      ring: { type: 'dial', label: `${name} 2`, params: { targets: [`user:u${index}`] }, next: { answered: 'bye', '*': 'box' } },
      box: { type: 'voicemail', params: { box: `user:u${index}`, greeting: name }, next: { done: 'bye' } },
      bye: { type: 'hangup', label: name },
    }
    const { id } = await makes(page, 'flows', { name, publish: true, message: name, document: { schema: 1, name, kind: 'voice', start: 'hello', nodes } })
    flows.push(id)
    await makes(page, 'numbers', { number: `10${index}`, service: name, group: name, voice_flow: name })
  }
  // Names by which flows refer are letters and digits, of any script.
  await makes(page, 'groups', { name: 'المبيعات', members: ['u0', 'u2'] })
  await makes(page, 'queues', { name: 'דלפק', members: [{ user: 'u3' }] })

  for (const at of ['/', '/flows', '/numbers', '/people', '/people/groups', '/people/groups/المبيعات', '/queues', '/queues/דלפק', '/voicemail', '/audit', ...names.map((_, index) => `/people/users/u${index}`)]) {
    await page.goto(at)
    await settled(page)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await fits(page)
  }
  await page.goto('/people')
  for (const name of names) await expect(page.getByText(name, { exact: true }).first()).toBeVisible()
  await page.goto('/numbers')
  for (const name of names) await expect(page.getByText(name, { exact: true }).first()).toBeVisible()

  for (const [index, name] of names.entries()) {
    await page.goto(`/flows/${flows[index]}`)
    await expect(page.getByTestId('canvas')).toBeVisible()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await fits(page)
    const back = await page.getByRole('heading', { level: 1, name }).locator('..').getByRole('link', { name: 'Flows' }).boundingBox()
    expect(back?.height, 'the way back stands in one line').toBeLessThan(30)
    await page.getByRole('button', { name: 'Outline' }).click()
    await expect(page.getByRole('region', { name: 'Outline' })).toContainText(`${name} 2`)
    await page.goto(`/flows/${flows[index]}/history`)
    await expect(page.getByText(name, { exact: true }).first()).toBeVisible()
    await settled(page)
    await fits(page)
  }
})

test.describe('uploads that are not what they say', () => {
  test.use({ expected: /(413|415|422) / })
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

  const files: [what: string, name: string, type: string, content: Buffer][] = [
    ['a picture that is called a flow', 'flow.json', 'application/json', png],
    ['a page that is called a flow', 'flow.yaml', 'application/yaml', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['half of a flow', 'flow.json', 'application/json', Buffer.from('{"schema": 1, "name": "Half", "nodes": {"a"')],
    ['nothing', 'flow.json', 'application/json', Buffer.alloc(0)],
  ]
  for (const [what, name, mimeType, buffer] of files) {
    test(`${what} makes none, and the dialog says why`, async ({ page }) => {
      await page.goto('/flows?new=true')
      await page.getByRole('button', { name: /^A file/ }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('File').setInputFiles({ name, mimeType, buffer })
      await dialog.getByLabel('Name').fill('Not a flow')
      await dialog.getByRole('button', { name: 'Import' }).click()
      await expect(dialog.locator('[role=alert], [aria-invalid=true]').first()).toBeVisible()
      await expect(dialog).toBeVisible()
      const { items } = (await (await page.request.get('/api/v1/flows?q=Not a flow')).json()) as { items: unknown[] }
      expect(items).toEqual([])
    })
  }

  test('a picture that is called a table imports no number', async ({ page }) => {
    await page.goto('/numbers')
    await page.getByRole('button', { name: 'Import' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('File').setInputFiles({ name: 'numbers.csv', mimeType: 'text/csv', buffer: png })
    await expect(dialog.getByRole('alert').first()).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Import' })).toBeDisabled()
  })
})

test.describe('what is not there', () => {
  test.use({ expected: /404 / })
  for (const at of ['/flows/999999', '/calls/01M8D6ZMVH2MYJMQW22W44PVJ7', '/people/users/nobody', '/people/groups/nobody', '/queues/nobody', '/nowhere']) {
    test(`${at} says so, leads back, and has no button for it`, async ({ page }) => {
      await page.goto(at)
      const main = page.getByRole('main')
      await expect(main.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible()
      await expect(main.getByRole('button')).toHaveCount(0)
      await main.getByRole('link', { name: 'To the start' }).click()
      await expect(page).toHaveURL(/\/$/)
    })
  }
})
