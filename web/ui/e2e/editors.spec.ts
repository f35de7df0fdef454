import type { BrowserContext, Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin, expect, allSaved, watch } from './harness'
import { everyLook, pictures } from './pictures'
import type { Server } from './server'

const password = 'correct horse battery staple'

/** A second person, alice, who may edit flows too, in a browser of her own. */
const test = asAdmin.extend<{ alice: BrowserContext }>({
  alice: async ({ server, browser, page, troubles, expected }, use) => {
    const context = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce', storageState: { cookies: [], origins: [] } })
    await watch(context, troubles, expected)
    await signIn(page, context, server)
    await use(context)
    await context.close()
  },
})

test.describe.configure({ timeout: 90_000 })

async function signIn(admin: Page, alice: BrowserContext, server: Server) {
  await server.command('user', 'add', 'alice', '--full-name', 'Alice Ünal').catch(() => undefined)
  const { link } = (await (await admin.request.post('/api/v1/sign-ins/alice/invite', { data: { role: 'editor' } })).json()) as { link: string }
  const set = await alice.request.post('/api/v1/setup', { data: { key: link.split('#')[1], password } })
  expect(set.ok(), await set.text()).toBe(true)
}

const node = (page: Page, name: string) => page.locator('.react-flow__node', { hasText: name })
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true })
const others = (page: Page) => page.getByRole('list', { name: 'Also here' })

async function make(page: Page, name: string): Promise<string> {
  const nodes = { hello: { type: 'greeting', label: 'Hello', params: { say: 'Hello.' }, next: { done: 'bye' } }, bye: { type: 'hangup', label: 'Bye' } }
  const document = { schema: 1, name, kind: 'voice', start: 'hello', nodes, layout: { hello: { x: 0, y: 0 }, bye: { x: 400, y: 0 } } }
  const answer = await page.request.post('/api/v1/flows', { data: { name, document } })
  expect(answer.status(), await answer.text()).toBe(201)
  return `/flows/${((await answer.json()) as { id: number }).id}`
}

async function open(page: Page, at: string) {
  await page.goto(at)
  await expect(page.getByTestId('canvas')).toBeVisible()
}

async function rename(page: Page, name: string, to: string) {
  // Panels that opened meanwhile may have moved it out of sight.
  await page.locator('.react-flow__controls-fitview').click()
  await node(page, name).dblclick()
  await page.getByRole('dialog').getByLabel('Name').fill(to)
  await page.keyboard.press('Enter')
  await expect(node(page, to)).toBeVisible()
}

test('two people see each other, and one has the pen', async ({ page, alice }) => {
  const at = await make(page, 'Two people')
  await open(page, at)
  await expect(saveButton(page)).toBeVisible()
  const hers = await alice.newPage()
  await open(hers, at)
  await expect(hers.getByText('Ada Admin has the pen.')).toBeVisible()
  await expect(saveButton(hers)).toHaveCount(0)
  await expect(others(page).getByRole('button', { name: 'Alice Ünal' })).toBeVisible()
  await expect(others(hers).getByRole('button', { name: 'Ada Admin, with the pen' })).toBeVisible()

  // What one chooses is marked for the other.
  await node(page, 'Bye').click()
  await expect(node(hers, 'Bye').getByTitle('Ada Admin is here')).toBeVisible()
  await others(hers).getByRole('button', { name: 'Ada Admin, at Bye, with the pen' }).click()
  await expect(node(page, 'Bye').getByTitle('Alice Ünal is here')).toBeVisible()
  await pictures(hers, 'builder-pen')
  await everyLook(hers, () => accessible(hers))

  // What one saves the other sees; what one has not saved is not lost when the other takes the pen.
  await rename(page, 'Hello', 'Good day')
  await saveButton(page).click()
  await expect(node(hers, 'Good day')).toBeVisible()
  await rename(page, 'Bye', 'Not saved')
  await hers.getByRole('button', { name: 'Take it' }).click()
  await expect(saveButton(hers)).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'Alice Ünal has taken the pen.' })).toBeVisible()
  await expect(saveButton(page)).toHaveCount(0)
  await expect(node(page, 'Not saved')).toBeVisible()
  await node(page, 'Not saved').click()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Delete')
  await expect(node(page, 'Not saved')).toBeVisible()
  await pictures(page, 'builder-pen-taken')
  await accessible(page)

  await rename(hers, 'Good day', 'Good evening')
  await saveButton(hers).click()
  await page.getByRole('button', { name: 'Take it back' }).click()
  await expect(node(page, 'Good evening')).toBeVisible()
  await expect(node(page, 'Not saved')).toBeVisible()
  await saveButton(page).click()
  await expect(node(hers, 'Not saved')).toBeVisible()
  await hers.close()
  await expect(others(page)).toHaveCount(0)
})

test('two tabs of one person keep their edits apart', async ({ page, context }) => {
  const at = await make(page, 'Two tabs')
  await open(page, at)
  await rename(page, 'Hello', 'First tab')
  const second = await context.newPage()
  await open(second, at)
  await expect(second.getByText('Another tab of yours has the pen.')).toBeVisible()
  await expect(others(second).getByRole('button', { name: /^You, in another tab/ })).toBeVisible()
  await expect(node(second, 'Hello')).toBeVisible()
  await second.getByRole('button', { name: 'Take it' }).click()
  await expect(saveButton(second)).toBeVisible()
  await rename(second, 'Bye', 'Second tab')
  await expect(page.getByText('Another tab of yours has taken the pen.')).toBeVisible()

  // Each has its own after a reload.
  await page.reload()
  await second.reload()
  await expect(node(page, 'First tab')).toBeVisible()
  await page.getByRole('button', { name: 'Fit View' }).click() // only what is in sight is drawn
  await expect(node(page, 'Bye')).toBeVisible()
  await expect(node(second, 'Second tab')).toBeVisible()
  await second.getByRole('button', { name: 'Fit View' }).click()
  await expect(node(second, 'Hello')).toBeVisible()

  // What a closed tab had not saved is the next one's.
  await second.close()
  const third = await context.newPage()
  await open(third, at)
  await expect(node(third, 'Second tab')).toBeVisible()
  await expect(third.getByText('are here again')).toBeVisible()
  await expect(node(page, 'First tab')).toBeVisible()
})

test('a tab that waits has the pen when the other has gone', async ({ page, context }) => {
  const at = await make(page, 'Waiting')
  await open(page, at)
  const second = await context.newPage()
  await open(second, at)
  await expect(second.getByText('Another tab of yours has the pen.')).toBeVisible()
  await page.goto('/flows')
  await expect(second.getByText('Nobody has the pen.')).toBeVisible()
  await expect(saveButton(second)).toBeVisible({ timeout: 15_000 })
})

test.describe('without the server', () => {
  test.use({ expected: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|502|503/ })

  test('a restart takes nobody’s pen and loses nothing', async ({ page, context, server }) => {
    const at = await make(page, 'Restart')
    await open(page, at)
    const second = await context.newPage()
    await open(second, at)
    await expect(second.getByText('Another tab of yours has the pen.')).toBeVisible()
    await server.stop()
    await rename(page, 'Hello', 'While it was away')
    await server.start()
    await expect(others(page)).toBeVisible({ timeout: 15_000 })
    await expect(second.getByText('Another tab of yours has the pen.')).toBeVisible({ timeout: 15_000 })
    await saveButton(page).click()
    // The feed is there again, too.
    await expect(node(second, 'While it was away')).toBeVisible({ timeout: 15_000 })
  })
})

test.describe('signed out', () => {
  test.use({ expected: /401/ })

  test('signing in again goes on with the pen and the edits', async ({ page, context }) => {
    const at = await make(page, 'Sign in again')
    await open(page, at)
    await rename(page, 'Hello', 'Before')
    await context.clearCookies()
    const dialog = page.getByRole('dialog', { name: 'Sign in again' })
    await expect(dialog).toBeVisible({ timeout: 15_000 })
    await dialog.getByLabel('Password', { exact: true }).fill(password)
    await dialog.getByRole('button', { name: 'Sign in' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(node(page, 'Before')).toBeVisible()
    await saveButton(page).click()
    await allSaved(saveButton(page))
  })
})
