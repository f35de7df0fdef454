import { expect, type Page } from '@playwright/test'
import { allSaved } from './harness'

// What tests of the builder do and look at.

export type Nodes = Record<string, { type: string; label?: string; params?: object; next?: Record<string, string> }>

/** Makes a flow on the server, and opens it. Returns its id. */
export async function open(page: Page, name: string, nodes: Nodes, layout: Record<string, { x: number; y: number }> = {}): Promise<number> {
  const document = { schema: 1, name, kind: 'voice', start: Object.keys(nodes)[0] ?? '', nodes, layout }
  const answer = await page.request.post('/api/v1/flows', { data: { name, document } })
  expect(answer.status(), await answer.text()).toBe(201)
  const { id } = (await answer.json()) as { id: number }
  await visit(page, id)
  return id
}

export async function visit(page: Page, id: number) {
  await page.goto(`/flows/${id}`)
  await expect(page.getByTestId('canvas')).toBeVisible()
}

export const draft = async (page: Page, id: number) => {
  const { document } = (await (await page.request.get(`/api/v1/flows/${id}/draft`)).json()) as { document: { nodes: Nodes; start: string } }
  return document
}

export const hello: Nodes = { hello: { type: 'greeting', label: 'Hello', params: { say: 'Hello.' }, next: { done: 'bye' } }, bye: { type: 'hangup', label: 'Bye' } }
export const apart = { hello: { x: 0, y: 0 }, bye: { x: 400, y: 0 } }

export const node = (page: Page, name: string) => page.locator('.react-flow__node', { hasText: name })
export const dot = (page: Page, name: string, outcome: string) => node(page, name).locator(`[data-outcome="${outcome}"]`)
export const edges = (page: Page) => page.locator('.react-flow__edge')

export async function middle(locator: ReturnType<Page['locator']>) {
  await locator.scrollIntoViewIfNeeded()
  const box = await locator.boundingBox()
  if (!box) throw new Error('it is not to be seen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

export async function dragged(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y, { steps: 4 })
  await page.mouse.up()
}

export const save = async (page: Page) => {
  await page.keyboard.press('Control+s')
  await allSaved(page.getByRole('button', { name: 'Save', exact: true }))
}

/** From now on the page learns two seconds late of which revisions the flow has, and which runs. */
export const learnsLate = (page: Page, id: number) =>
  page.route(`**/api/v1/flows/${id}`, async (route) => {
    await new Promise((later) => setTimeout(later, 2_000))
    await route.fallback()
  })
