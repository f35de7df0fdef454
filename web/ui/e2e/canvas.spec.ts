import type { Page } from '@playwright/test'
import { draft, edges, hello, middle, node, open, save, type Nodes } from './builder'
import { asAdmin as test, expect } from './harness'

const flow: Nodes = {
  hello: { type: 'greeting', label: 'Hello', params: { say: 'Welcome to the bakery.' }, next: { done: 'ask' } },
  ask: { type: 'menu', label: 'Ask', params: { prompt: 'Press one.', keys: { 1: 'Orders' } }, next: { 'key:1': 'tag', '*': 'bye' } },
  tag: { type: 'tag', label: 'Mark', params: { tags: ['order'] }, next: { done: 'bye' } },
  bye: { type: 'hangup', label: 'Bye' },
}
const heap = { hello: { x: 40, y: 300 }, ask: { x: 0, y: 0 }, tag: { x: 320, y: 80 }, bye: { x: -320, y: 160 } }

// Wide enough for the settings beside all of the picture.
test.use({ viewport: { width: 1800, height: 900 } })

type Layout = Record<string, { x: number; y: number }>
const layoutOf = async (page: Page, id: number) => ((await draft(page, id)) as unknown as { layout: Layout }).layout

const tidy = async (page: Page) => {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Tidy up' }).click()
  await expect(page.getByRole('button', { name: 'Undo: Tidy up' })).toBeEnabled()
}

test('all is tidied up in one step: every edge leads to the right', async ({ page }) => {
  const id = await open(page, 'Tidy all', flow, heap)
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Escape')
  await tidy(page)
  await save(page)
  const after = await layoutOf(page, id)
  for (const [from, { next }] of Object.entries(flow)) {
    for (const to of Object.values(next ?? {})) expect(after[to]?.x, `${from} → ${to}`).toBeGreaterThanOrEqual((after[from]?.x ?? 0) + 224)
  }
  await page.getByRole('button', { name: 'Undo: Tidy up' }).click()
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled()
  await save(page)
  expect(await layoutOf(page, id)).toEqual(heap)
})

test('only what is chosen is tidied up', async ({ page }) => {
  const id = await open(page, 'Tidy some', flow, heap)
  await node(page, 'Ask').click()
  // The settings open beside the picture, which must not move under the second click.
  await expect(page.getByRole('heading', { name: 'Ask', exact: true })).toBeVisible()
  await page.getByRole('button', { name: /fit view/i }).click()
  await node(page, 'Mark').click({ modifiers: ['Shift'] })
  await expect(page.getByRole('region', { name: 'Settings' })).toContainText('2 nodes are chosen')
  await tidy(page)
  await save(page)
  const after = await layoutOf(page, id)
  expect({ hello: after.hello, bye: after.bye }).toEqual({ hello: heap.hello, bye: heap.bye })
  expect(after.tag?.x ?? 0).toBeGreaterThanOrEqual((after.ask?.x ?? 0) + 224)
  expect(after).not.toEqual(heap)
  await page.getByRole('button', { name: 'Undo: Tidy up' }).click()
  await save(page)
  expect(await layoutOf(page, id)).toEqual(heap)
})

test('Ctrl+F finds nodes by label, id and content', async ({ page }) => {
  await open(page, 'Find', flow, heap)
  await page.keyboard.press('Control+f')
  const find = page.getByRole('searchbox', { name: 'Find nodes' })
  await expect(find).toBeFocused()
  const found = async (query: string, id: string, count: string) => {
    await find.fill(query)
    await expect(page.getByRole('search').getByRole('status')).toHaveText(count)
    await expect(page).toHaveURL(new RegExp(`#node-${id}$`))
    await expect(page.locator(`.react-flow__node[data-id="${id}"]`)).toHaveClass(/selected/)
  }
  await found('mark', 'tag', '1 of 1')
  await found('bye', 'bye', '1 of 1')
  await found('bakery', 'hello', '1 of 1')
  await found('tag', 'tag', '1 of 1')
  await find.fill('e')
  const status = page.getByRole('search').getByRole('status')
  await expect(status).toHaveText(/^1 of [2-9]/)
  await page.keyboard.press('Enter')
  await expect(status).toHaveText(/^2 of/)
  await find.fill('nothing like it')
  await expect(status).toHaveText('none')
  await page.keyboard.press('Escape')
  await expect(find).toHaveCount(0)
  await expect(page.getByTestId('canvas')).toBeFocused()
})

test('a link to a node opens the flow at it', async ({ page }) => {
  const far = { ...heap, bye: { x: 6000, y: 4000 } }
  const id = await open(page, 'Links', flow, far)
  await page.goto('/flows')
  await page.goto(`/flows/${id}#node-bye`)
  await expect(node(page, 'Bye')).toBeInViewport()
  await expect(node(page, 'Bye')).toHaveClass(/selected/)
  // And on the page itself, as a link in a message does.
  await page.evaluate(() => (location.hash = '#node-ask'))
  await expect(node(page, 'Ask')).toBeInViewport()
  await expect(node(page, 'Ask')).toHaveClass(/selected/)
  await page.evaluate(() => (location.hash = '#node-nobody'))
  await expect(node(page, 'Ask')).toHaveClass(/selected/)
})

test('from far away there are blocks, and cards when the zoom has rested', async ({ page }) => {
  const nodes: Nodes = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`n${i}`, { type: 'greeting', label: `Step ${i}`, params: { say: 'Hi.' }, next: { done: `n${(i + 1) % 40}` } }]))
  await open(page, 'Blocks', nodes, Object.fromEntries(Object.keys(nodes).map((id, i) => [id, { x: (i % 8) * 320, y: Math.floor(i / 8) * 230 }])))
  await page.getByRole('button', { name: /fit view/i }).click()
  const cards = page.getByTestId('canvas').getByText('Step', { exact: false })
  const zoomTo = async (by: number, enough: (zoom: number) => boolean) => {
    const zoom = () => page.locator('.react-flow__viewport').evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a)
    await page.mouse.move(900, 450)
    await page.keyboard.down('Control')
    await expect(async () => {
      await page.mouse.wheel(0, by)
      expect(enough(await zoom())).toBe(true)
    }).toPass({ intervals: [20] })
    await page.keyboard.up('Control')
  }
  await zoomTo(60, (zoom) => zoom < 0.35)
  await expect(cards).toHaveCount(0)
  // A block is chosen as a card is.
  await page.locator('.react-flow__node[data-id="n18"]').click()
  await expect(page.getByRole('heading', { name: 'Step 18' })).toBeVisible()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Escape')
  await zoomTo(-60, (zoom) => zoom > 0.5)
  await expect(page.locator('.react-flow__node[data-id="n18"]')).toContainText('Step 18')
  await expect(page.getByTestId('canvas').locator('canvas')).toHaveCount(0)
  for (const id of ['n17', 'n18']) await expect(page.locator(`.react-flow__edge[data-id^="${id}"]`), id).toHaveCount(1)
})

test.describe('by touch', () => {
  test.use({ hasTouch: true })

  test('a node is dragged from the palette with a finger, onto the ground and into an edge', async ({ page }) => {
    await open(page, 'Finger', hello, { hello: { x: 0, y: 0 }, bye: { x: 400, y: 0 } })
    const touch = await page.context().newCDPSession(page)
    const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points })
    const drag = async (name: string, to: { x: number; y: number }) => {
      const from = await middle(page.getByRole('button', { name, exact: true }))
      await at('touchStart', [from])
      // Across first: along, the list would scroll.
      for (const part of [0.1, 0.3, 0.6, 1]) await at('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * Math.max(0, part - 0.3) / 0.7 }])
      await at('touchEnd', [])
    }
    const ground = await middle(page.getByTestId('canvas'))
    await drag('Greeting', { x: ground.x, y: ground.y + 220 })
    await expect(page.locator('.react-flow__node')).toHaveCount(3)
    await expect(edges(page)).toHaveCount(1)
    const from = await middle(node(page, 'Hello').locator('[data-outcome="done"]'))
    const to = await middle(node(page, 'Bye').locator('.target'))
    await drag('Answer', { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 })
    await expect(edges(page)).toHaveCount(2)
  })
})
