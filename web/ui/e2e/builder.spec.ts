import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { apart, dot, draft, dragged, edges, hello, learnsLate, middle, node, open, save, visit } from './builder'
import { asAdmin as test, expect, allSaved, watch } from './harness'
import { everyLook, pictures } from './pictures'

test('by mouse: a node is dragged from the palette, and connected from its dot', async ({ page }) => {
  const id = await open(page, 'By mouse', { hello: { type: 'greeting', label: 'Hello', params: { say: 'Hello.' } } })
  const ground = await middle(page.getByTestId('canvas'))
  await dragged(page, await middle(page.getByRole('button', { name: 'Voicemail' })), { x: ground.x + 200, y: ground.y + 40 })
  await expect(page.locator('.react-flow__node')).toHaveCount(2)
  await dragged(page, await middle(dot(page, 'Hello', 'done')), await middle(node(page, 'Voicemail')))
  await expect(edges(page)).toHaveCount(1)
  await save(page)
  const { nodes } = await draft(page, id)
  const [added = ''] = Object.keys(nodes).filter((one) => one !== 'hello')
  expect(nodes.hello?.next).toEqual({ done: added })
})

test('an empty picture says what belongs there, and takes a node that is dropped on the words', async ({ page }) => {
  await open(page, 'Empty', {})
  const words = page.getByRole('heading', { name: 'The flow is empty' })
  await expect(words).toBeVisible()
  await page.getByRole('button', { name: 'Add a node' }).last().click()
  await page.keyboard.press('Escape')
  await dragged(page, await middle(page.getByRole('button', { name: 'Voicemail' })), await middle(words))
  await expect(page.locator('.react-flow__node')).toHaveCount(1)
  await expect(words).toBeHidden()
})

test('by mouse: a node that is dropped on an edge goes into it', async ({ page }) => {
  const id = await open(page, 'Into an edge', hello, apart)
  const from = await middle(dot(page, 'Hello', 'done'))
  const to = await middle(node(page, 'Bye').locator('.target'))
  await dragged(page, await middle(page.getByRole('button', { name: 'Tag', exact: true })), { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 })
  await expect(edges(page)).toHaveCount(2)
  await save(page)
  const { nodes } = await draft(page, id)
  const middleNode = nodes.hello?.next?.done ?? ''
  expect(nodes[middleNode]).toMatchObject({ type: 'tag', next: { done: 'bye' } })
})

test('by keyboard: walk, connect, rename, delete, undo', async ({ page }) => {
  const id = await open(page, 'By keyboard', { ...hello, hello: { type: 'greeting', label: 'Hello', params: { say: 'Hello.' } } }, apart)
  const canvas = page.getByTestId('canvas')
  await canvas.focus()
  await page.keyboard.press('Home')
  await expect(canvas.getByRole('status')).toContainText('Hello')
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Connect Hello' })
  await dialog.getByLabel('Leads to').selectOption({ label: 'Bye (bye)' })
  await dialog.getByRole('button', { name: 'Connect' }).click()
  await expect(edges(page)).toHaveCount(1)
  await expect(canvas).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(canvas.getByRole('status')).toContainText('Reached from Hello')
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByLabel('Name').fill('The end')
  await page.keyboard.press('Enter')
  await expect(node(page, 'The end')).toBeVisible()
  await expect(canvas).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(page.locator('.react-flow__node')).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(page.locator('.react-flow__node')).toHaveCount(2)
  await save(page)
  expect((await draft(page, id)).nodes).toMatchObject({ hello: { next: { done: 'bye' } }, bye: { label: 'The end' } })
})

test('undo goes on after a reload, and back to what is saved is no change', async ({ page }) => {
  await open(page, 'Reload', hello, apart)
  await node(page, 'Bye').click()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Delete')
  await page.keyboard.press('a')
  await page.getByRole('dialog').getByLabel('Search nodes').fill('voicemail')
  await page.keyboard.press('Enter')
  await expect(node(page, 'Voicemail')).toBeVisible()
  await page.reload()
  await expect(node(page, 'Voicemail')).toBeVisible()
  await expect(page.getByText('are here again')).toBeVisible()
  await page.getByRole('button', { name: 'Undo: Add Voicemail' }).click()
  await expect(node(page, 'Voicemail')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo: Delete Bye' }).click()
  await expect(node(page, 'Bye')).toBeVisible()
  await allSaved(page.getByRole('button', { name: 'Save', exact: true }))
})

test('what is copied is pasted as text, with new ids', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, 'Copy from', hello, apart)
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Control+c')
  await page.keyboard.press('Control+v')
  await expect(page.locator('.react-flow__node')).toHaveCount(4)
  await expect(edges(page)).toHaveCount(2)
  await page.keyboard.press('Control+z')
  await expect(page.locator('.react-flow__node')).toHaveCount(2)
  await node(page, 'Hello').click()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Control+c')
  await open(page, 'Copy to', { bye: { type: 'hangup' } })
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Control+v')
  await expect(page.getByRole('dialog')).toContainText('Hello: Done led to bye, which was not copied.')
})

test.describe('two editors', () => {
  test.use({ expected: /412/ })

  test('meet only where the same differs', async ({ page, browser, baseURL, signedIn, troubles }) => {
    const id = await open(page, 'Two editors', hello, apart)
    const context = await browser.newContext({ baseURL: baseURL ?? '', storageState: signedIn })
    await watch(context, troubles, /412/)
    const other = await context.newPage()
    await visit(other, id)
    const rename = async (at: Page, name: string, to: string) => {
      await node(at, name).dblclick()
      await at.getByRole('dialog').getByLabel('Name').fill(to)
      await at.keyboard.press('Enter')
      await expect(node(at, to)).toBeVisible()
    }
    const takePen = async (at: Page) => {
      await at.getByRole('button', { name: /^Take it/ }).click()
      await expect(at.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
    }
    // Different nodes: nobody is asked.
    await rename(page, 'Hello', 'Mine')
    await takePen(other)
    await rename(other, 'Bye', 'Theirs')
    await save(other)
    await takePen(page)
    await expect(node(page, 'Theirs')).toBeVisible()
    await save(page)
    // The same node: it is.
    await rename(page, 'Mine', 'Good evening')
    await expect(node(other, 'Mine')).toBeVisible()
    await takePen(other)
    await rename(other, 'Mine', 'Good day')
    await save(other)
    await takePen(page)
    const dialog = page.getByRole('dialog', { name: /has saved meanwhile/ })
    await expect(dialog).toBeVisible()
    await accessible(page)
    await dialog.getByRole('radio').nth(1).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(node(page, 'Good day')).toBeVisible()
    expect((await draft(page, id)).nodes).toMatchObject({ hello: { label: 'Good day' }, bye: { label: 'Theirs' } })
    await context.close()
  })
})

test('what was just saved is what goes live', async ({ page }) => {
  const id = await open(page, 'Just saved', hello, apart)
  await learnsLate(page, id)
  await node(page, 'Hello').click()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByLabel('Name').fill('Newest')
  await page.keyboard.press('Enter')
  await save(page)
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('New calls run it from now on')).toBeVisible()
  const { live_revision: live } = (await (await page.request.get(`/api/v1/flows/${id}`)).json()) as { live_revision: number }
  expect(live).toBe(2)
  await page.unrouteAll({ behavior: 'wait' })
})

test('findings lead to their nodes, and stop publishing until they are gone', async ({ page }) => {
  const id = await open(page, 'Findings', { hello: { type: 'greeting', label: 'Hello', next: { done: 'bye' } }, bye: { type: 'hangup' } }, apart)
  await page.getByRole('button', { name: /% .*complete/ }).click()
  await page.getByRole('button', { name: /Hello.*(audio|say)/i }).first().click()
  await expect(page.getByRole('heading', { name: 'Hello' })).toBeVisible()
  await expect(page).toHaveURL(/#node-hello$/)
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('dialog').getByText('This stops it')).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Publish' })).toBeDisabled()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()

  await page.getByRole('textbox', { name: 'What the caller hears' }).fill('Good day.')
  await expect(page.getByRole('button', { name: /100 %/ })).toBeVisible()
  await page.getByRole('button', { name: 'Publish' }).click()
  await page.getByRole('dialog').getByLabel(/Message/).fill('First words')
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.getByText('Available')).toBeVisible()
  const flow = (await (await page.request.get(`/api/v1/flows/${id}`)).json()) as { live_revision: number }
  expect(flow.live_revision).toBe(2)

  await page.goto(`/flows/${id}/history`)
  await expect(page.getByRole('list', { name: 'Revisions' }).getByRole('listitem')).toHaveCount(2)
  await expect(page.getByText('First words')).toBeVisible()
  await expect(page.getByRole('group', { name: 'Picture of revision 2' })).toBeVisible()
  await accessible(page)
  await pictures(page, 'builder-history')
})

test('a call is tried, and its way lights up', async ({ page }) => {
  await open(page, 'Try', hello, apart)
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('region', { name: 'Try it' }).getByRole('button', { name: 'Try it' }).click()
  await expect(page.getByText('1 of 2')).toBeVisible()
  await page.getByRole('button', { name: 'Step', exact: true }).click()
  await expect(page.getByText('2 of 2')).toBeVisible()
  await expect(edges(page).first().locator('[class*=taken]')).toBeVisible()
  await pictures(page, 'builder-trial')
})

test('the outline does what the picture does', async ({ page }) => {
  const id = await open(page, 'Outline', hello, apart)
  await page.getByRole('button', { name: 'Outline' }).click()
  const outline = page.getByRole('region', { name: 'Outline' })
  await outline.getByRole('button', { name: /Hello/ }).first().click()
  await outline.getByLabel('Done leads to').selectOption('new node')
  await page.getByRole('dialog').getByLabel('Search nodes').fill('tag')
  await page.keyboard.press('Enter')
  await expect(outline.getByRole('listitem').filter({ hasText: 'Tag' }).first()).toBeVisible()
  await save(page)
  const { nodes } = await draft(page, id)
  expect(nodes[nodes.hello?.next?.done ?? '']?.type).toBe('tag')
})

test('how it looks, and whether all can use it', async ({ page }) => {
  await open(
    page,
    'Main line',
    {
      welcome: { type: 'greeting', label: 'Welcome', params: { say: 'Welcome to Harbour Dental.' }, next: { done: 'menu' } },
      menu: { type: 'menu', label: 'Main menu', params: { prompt: 'Press 1.', keys: { 1: 'Sales', 2: 'Support' } }, next: { 'key:1': 'sales', 'key:2': 'message', invalid: 'message' } },
      sales: { type: 'dial', label: 'Ring sales', params: { targets: ['user:admin'] }, next: { answered: 'bye', '*': 'message' } },
      message: { type: 'voicemail', params: { box: 'user:admin' }, next: { done: 'bye' } },
      strange: { type: 'hologram', label: 'From the future', next: { shown: 'bye', lost: 'nobody' } },
      bye: { type: 'hangup' },
    },
  )
  await expect(page.getByText('nobody is not there')).toBeVisible()
  await node(page, 'Main menu').click()
  await expect(page.getByRole('heading', { name: 'Main menu' })).toBeVisible()
  await pictures(page, 'builder')
  await everyLook(page, () => accessible(page))
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true })

  test('by touch: a tap adds, and a finger connects', async ({ page }) => {
    const name = 'By touch'
    const document = { schema: 1, name, kind: 'voice', start: 'hello', nodes: { hello: { type: 'greeting', label: 'Hello', params: { say: 'Hello.' } }, bye: { type: 'hangup', label: 'Bye' } }, layout: { hello: { x: 0, y: 0 }, bye: { x: 40, y: 240 } } }
    const made = await page.request.post('/api/v1/flows', { data: { name, document } })
    const { id } = (await made.json()) as { id: number }
    await page.goto(`/flows/${id}`)
    await expect(page.getByRole('region', { name: 'Outline' })).toBeVisible()
    await pictures(page, 'builder-outline')
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('button', { name: 'Picture' }).tap()
    await expect(page.getByTestId('canvas')).toBeVisible()
    const touch = await page.context().newCDPSession(page)
    const from = await middle(dot(page, 'Hello', 'done'))
    const to = await middle(node(page, 'Bye'))
    const at = (type: string, points: { x: number; y: number }[]) => touch.send('Input.dispatchTouchEvent', { type: type as 'touchStart', touchPoints: points })
    await at('touchStart', [from])
    for (const part of [0.25, 0.5, 0.75, 1]) await at('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }])
    await at('touchEnd', [])
    await expect(edges(page)).toHaveCount(1)
    await save(page)
    expect((await draft(page, id)).nodes.hello?.next).toEqual({ done: 'bye' })
  })
})
