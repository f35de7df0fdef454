import type { Page } from '@playwright/test'
import { hello } from './builder'
import { asAdmin as test, expect, settled } from './harness'

// The flow cannot be read, on purpose.
test.use({ expected: /503/ })

const detail = 'The database could not be asked for this flow; try it once more in a minute, and tell who runs callflow if it goes on.'
const messages = (page: Page) => page.getByRole('region', { name: 'Notifications' })

async function choose(page: Page, flow: string, item: string) {
  await page.getByRole('button', { name: `Actions for ${flow}` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** How many messages are seen, and the buttons of the dialog that they lie upon, even in part. */
async function covered(page: Page) {
  const boxes = await messages(page).locator('[role="dialog"], [role="alertdialog"]').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON() as DOMRect))
  const buttons = await page.locator('[data-dialog] button').evaluateAll((all) => all.map((one) => ({ name: one.ariaLabel || one.textContent, box: one.getBoundingClientRect().toJSON() as DOMRect })))
  const meet = (a: DOMRect, b: DOMRect) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  return { messages: boxes.length, upon: buttons.filter(({ box }) => boxes.some((message) => meet(message, box))).map(({ name }) => name), buttons: buttons.length > 0 }
}

for (const [width, height] of [[1280, 800], [390, 844]] as const) {
  test(`a message lies upon no button of a dialog, at ${width} by ${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    const name = `Messages ${width}`
    const made = await page.request.post('/api/v1/flows', { data: { name, document: { schema: 1, name, kind: 'voice', start: 'hello', nodes: hello } } })
    expect(made.status()).toBe(201)
    await page.goto('/flows')
    // What could not be done stays until it is closed.
    await page.route(/\/api\/v1\/flows\/\d+/, (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', json: { title: 'Not now', status: 503, detail } }))
    await choose(page, name, 'Export')
    await expect(messages(page).getByText(detail)).toBeVisible()
    await page.unroute(/\/api\/v1\/flows\/\d+/)

    const free = { messages: 1, upon: [], buttons: true }
    const dialog = page.locator('[data-dialog]')
    await page.getByRole('button', { name: 'New flow' }).click()
    await expect(dialog.getByRole('button', { name: /^Business hours/ })).toBeVisible()
    await settled(page)
    expect(await covered(page)).toEqual(free)
    await dialog.getByRole('button', { name: 'Close' }).click()
    for (const item of ['Rename', 'Remove']) {
      await choose(page, name, item)
      await expect(dialog.getByRole('button', { name: item })).toBeVisible()
      await settled(page)
      expect(await covered(page)).toEqual(free)
      await page.keyboard.press('Escape')
      await expect(dialog).toHaveCount(0)
    }
  })
}
