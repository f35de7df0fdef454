import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin as test, expect } from './harness'
import { everyLook, pictures } from './pictures'

test.describe.configure({ timeout: 90_000 })

const nodes = {
  welcome: { type: 'greeting', label: 'Welcome', params: { say: 'Welcome.' }, next: { done: 'menu' } },
  menu: { type: 'menu', label: 'Main menu', params: { prompt: 'Press one or two.', keys: { 1: 'Sales', 2: 'Support' } }, next: { 'key:1': 'sales', '*': 'message' } },
  sales: { type: 'dial', label: 'Ring sales', params: { targets: ['user:admin'] }, next: { answered: 'bye', '*': 'message' } },
  message: { type: 'voicemail', label: 'Message', params: { box: 'user:admin' }, next: { done: 'bye' } },
  bye: { type: 'hangup', label: 'Goodbye' },
}
const layout = { welcome: { x: 0, y: 0 }, menu: { x: 340, y: 0 }, sales: { x: 680, y: 0 }, message: { x: 680, y: 320 }, bye: { x: 1020, y: 120 } }

type Call = { call: string; caller: string; number: string; node: string; revision: number; started: string; entered?: string }
const call = (n: number, node: string): Call => ({
  call: `c${n}`, caller: `+6141234560${n}`, number: '+61299990000', node, revision: 1, started: `2026-11-26T01:00:0${n}Z`, entered: `2026-11-26T01:00:1${n}Z`,
})

/** Publishes a flow on the server; who calls it is made up, as there is no Asterisk here. */
async function flowOf(page: Page, name: string): Promise<number> {
  const made = await page.request.post('/api/v1/flows', { data: { name, document: { schema: 1, name, kind: 'voice', start: 'welcome', nodes, layout } } })
  expect(made.status(), await made.text()).toBe(201)
  const { id } = (await made.json()) as { id: number }
  const published = await page.request.post(`/api/v1/flows/${id}/publish`, { data: { revision: 1 } })
  expect(published.ok(), await published.text()).toBe(true)
  return id
}

async function calls(page: Page, id: number) {
  const there = { calls: [call(1, 'menu'), call(2, 'menu'), call(3, 'sales')], events: [] as object[] }
  const edge = (node: string, outcome: string, times: number) => ({ node, outcome, times })
  const edges = [
    edge('welcome', 'done', 1200), edge('welcome', 'hung_up', 34), edge('menu', 'key:1', 700), edge('menu', 'key:2', 310), edge('menu', 'no_input', 90), edge('menu', 'hung_up', 100),
    edge('sales', 'answered', 520), edge('sales', 'unanswered', 180), edge('message', 'done', 460), edge('message', 'hung_up', 120), edge('bye', 'hangup', 980),
  ]
  const asked: string[] = []
  await page.route(`**/api/v1/flows/${id}/live`, (route) => route.fulfill({ json: { items: there.calls } }))
  await page.route(`**/api/v1/flows/${id}/statistics*`, (route) => {
    asked.push(new URL(route.request().url()).search)
    return route.fulfill({ json: { edges } })
  })
  // One answer each time that the page comes back, with what has happened meanwhile.
  let serial = 1
  await page.route('**/api/v1/events?*names=call*', (route) => {
    const events = there.events.splice(0).map((event) => `id: ${serial++}\nevent: call\ndata: ${JSON.stringify(event)}\n\n`)
    return route.fulfill({ contentType: 'text/event-stream', body: `retry: 300\n\n${events.join('')}` })
  })
  return { there, asked }
}

const node = (page: Page, name: string) => page.locator('.react-flow__node', { hasText: name })
const here = (page: Page, id: string) => page.locator(`[data-calls="${id}"]`)

test('calls are marks on the picture, and go along its edges', async ({ page }) => {
  const id = await flowOf(page, 'Moving')
  const { there } = await calls(page, id)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await page.goto(`/flows/${id}`)
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await expect(page).toHaveURL(/show=live/)
  await expect(page.getByText('3 calls now')).toBeVisible()
  await expect(here(page, 'menu')).toHaveAccessibleName('Main menu: 2 calls now')
  await expect(here(page, 'sales')).toHaveAccessibleName('Ring sales: 1 call now')

  await page.evaluate(() => {
    const seen = new Set<string>()
    ;(window as unknown as { seen: Set<string> }).seen = seen
    new MutationObserver(() => document.querySelectorAll<HTMLElement>('[data-moving]').forEach((mark) => seen.add(mark.dataset.moving ?? ''))).observe(document.body, { childList: true, subtree: true })
  })
  there.calls = [call(2, 'menu'), call(1, 'sales'), call(3, 'sales')]
  there.events.push({ what: 'step', ...there.calls[1], flow_id: id, node: 'menu', outcome: 'key:1', at: '2026-11-26T01:01:00Z' })
  await expect(here(page, 'sales')).toHaveAccessibleName('Ring sales: 2 calls now', { timeout: 15_000 })
  expect(await page.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])).toEqual(['menu sales'])

  // A mark lists its calls, and a call opens.
  await here(page, 'sales').click()
  await expect(page).toHaveURL(/at=sales/)
  const panel = page.getByRole('region', { name: 'Ring sales' })
  await expect(panel.getByRole('link', { name: /^\+6141/ })).toHaveCount(2)
  await expect(panel.getByRole('link', { name: '+61412345601' })).toHaveAttribute('href', '/calls/c1')

  // Nothing is edited meanwhile, and back again all is as it was.
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Live', exact: true }).click()
  await expect(page.getByTestId('canvas')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
})

test('without motion for who asked for calm', async ({ page }) => {
  const id = await flowOf(page, 'Calm')
  const { there } = await calls(page, id)
  await page.goto(`/flows/${id}?show=live`)
  await expect(here(page, 'menu')).toBeVisible()
  there.calls = [call(1, 'sales')]
  there.events.push({ what: 'step', ...there.calls[0], flow_id: id, node: 'menu', outcome: 'key:1', at: '2026-11-26T01:01:00Z' })
  await expect(here(page, 'sales')).toBeVisible({ timeout: 15_000 })
  await expect(page.locator('[data-moving]')).toHaveCount(0)
})

test('widths are of the period in the address, and lead to the calls behind them', async ({ page }) => {
  const id = await flowOf(page, 'Widths')
  const { asked } = await calls(page, id)
  await page.goto(`/flows/${id}?show=live`)
  await expect(page.locator('.react-flow__edge', { hasText: '1,200' })).toBeVisible()
  // What went by the edge for all others is summed.
  await expect(page.locator('.react-flow__edge', { hasText: '400' })).toBeVisible()
  await page.getByRole('radio', { name: '30 days' }).check()
  await expect(page).toHaveURL(/period=month/)
  await page.reload()
  await expect(page.getByRole('radio', { name: '30 days' })).toBeChecked()
  await expect.poll(() => asked.at(-1)).toMatch(/^\?since=\d{4}-\d\d-\d\d$/)
  await page.getByRole('radio', { name: 'Period' }).check()
  await page.getByRole('textbox', { name: 'From' }).fill('2026-11-01')
  await page.getByRole('textbox', { name: 'Before' }).fill('2026-11-08')
  await expect.poll(() => asked.at(-1)).toBe('?since=2026-11-01&until=2026-11-08')
  await pictures(page, 'live')
  await everyLook(page, () => accessible(page))

  // A drop-off, and an edge.
  await node(page, 'Main menu').getByTitle('Callers who hung up here: 100').click()
  await expect(page).toHaveURL(new RegExp(`/calls\\?.*flow=${id}&node=menu&edge=hung_up`))
  await expect(page).toHaveURL(/since=2026-11-01&until=2026-11-08|until=2026-11-08/)
  const chips = page.getByRole('list', { name: 'Only calls that went this way' })
  await expect(chips).toContainText('Left: Main menu')
  await expect(chips).toContainText('By: Caller left')
  await accessible(page)
  await pictures(page, 'calls-behind')
  await chips.getByRole('button', { name: 'Calls of all outcomes' }).click()
  await expect(page).not.toHaveURL(/edge=/)
  await page.getByRole('link', { name: 'On the picture' }).click()
  await expect(page).toHaveURL(/show=live&at=menu&period=own&since=2026-11-01&until=2026-11-08/)
  await page.getByRole('region', { name: 'Main menu' }).getByRole('button', { name: 'Close' }).click()
  await page.locator('.react-flow__edge', { hasText: '1,200' }).locator('[data-edge]').click({ force: true })
  await expect(page).toHaveURL(/node=welcome&edge=done/)
})

test('the outline says all of it', async ({ page }) => {
  const id = await flowOf(page, 'In words')
  await calls(page, id)
  await page.goto(`/flows/${id}?show=live&period=week`)
  await page.getByRole('button', { name: 'Outline' }).click()
  await page.getByRole('button', { name: 'Picture' }).click()
  const outline = page.getByRole('region', { name: 'Outline' })
  const menu = outline.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Main menu/ }) })
  await expect(menu.getByRole('button')).toHaveText(/left 1,?200 times, 100 callers hung up here.*2 calls now/)
  await expect(menu.getByRole('link', { name: '+61412345601' })).toBeVisible()
  await menu.getByRole('button').click()
  await expect(page.getByRole('region', { name: 'Main menu' })).toBeVisible()
  await pictures(page, 'live-outline')
  await everyLook(page, () => accessible(page))
  await menu.getByRole('link', { name: '700 by 1 · Sales: list these calls' }).click()
  await expect(page).toHaveURL(/node=menu&edge=key%3A1/)
})

test('what is drawn is what runs, and another revision when it is asked for', async ({ page }) => {
  const id = await flowOf(page, 'Drawn')
  const { asked } = await calls(page, id)
  const { document } = (await (await page.request.get(`/api/v1/flows/${id}/draft`)).json()) as { document: { nodes: Record<string, { label: string }> } }
  if (document.nodes.welcome) document.nodes.welcome.label = 'Hello again'
  const etag = (await page.request.get(`/api/v1/flows/${id}/draft`)).headers().etag ?? ''
  expect((await page.request.put(`/api/v1/flows/${id}/draft`, { data: { document }, headers: { 'If-Match': etag } })).ok()).toBe(true)
  await page.goto(`/flows/${id}?show=live`)
  await expect(page.getByText('Revision 1 is drawn, which runs. What is edited differs from it.')).toBeVisible()
  await expect(node(page, 'Welcome')).toBeVisible()
  await page.getByLabel('Revision').selectOption('2')
  await expect(node(page, 'Hello again')).toBeVisible()
  await expect.poll(() => asked.at(-1)).toMatch(/revision=2/)
})
