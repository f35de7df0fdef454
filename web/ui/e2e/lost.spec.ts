import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { apart, draft, hello, node, open, save } from './builder'
import { asAdmin as test, expect, settled } from './harness'
import { pictures } from './pictures'
import type { Server } from './server'

test.describe.configure({ timeout: 60_000 })

// What editors.spec.ts has: a restart of the server and an ended session while a flow is edited.

/** From now on the page's parts that were not fetched yet are not there, as after an update, until the page is loaded anew. */
async function update(page: Page) {
  let old = true
  await page.route('**/assets/**', (route) => (old ? route.fulfill({ status: 404, body: '' }) : route.fallback()))
  await page.route('**', (route) => {
    if (route.request().isNavigationRequest()) old = false
    return route.fallback()
  })
}

async function rename(page: Page, name: string, to: string) {
  await node(page, name).click()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('F2')
  await page.getByRole('dialog').getByLabel('Name').fill(to)
  await page.keyboard.press('Enter')
  await expect(node(page, to)).toBeVisible()
}

test.describe('a page of before an update', () => {
  test.use({ expected: /404|dynamically imported module|preload CSS/ })

  test('goes on to the next page, and keeps what was edited', async ({ page }) => {
    const id = await open(page, 'Before an update', hello, apart)
    await rename(page, 'Hello', 'Edited before')
    await update(page)
    await page.getByRole('navigation').getByRole('link', { name: 'Voicemail' }).click()
    const again = page.getByRole('button', { name: 'Load the page again' })
    const there = page.getByRole('heading', { level: 1, name: 'Voicemail' })
    await expect(there.or(again)).toBeVisible()
    if (await again.isVisible()) {
      await accessible(page)
      await pictures(page, 'outdated')
      await again.click()
    }
    await expect(there).toBeVisible()
    await page.goto(`/flows/${id}`)
    await expect(node(page, 'Edited before')).toBeVisible()
    await expect(page.getByText('are here again')).toBeVisible()
    await save(page)
    expect((await draft(page, id)).nodes.hello?.label).toBe('Edited before')
  })
})

/** Puts another callflow in the place of the one that runs: from now on it tells of the console of another build. */
async function upgrade(page: Page, server: Server) {
  await server.kill()
  await page.route(/\/api\/v1\/(?!events)/, async (route) => {
    const response = await route.fetch().catch(() => undefined)
    if (response) await route.fulfill({ response, headers: { ...response.headers(), 'callflow-console': 'next' } }).catch(() => undefined)
    else await route.abort('connectionrefused')
  })
  await server.start()
}

test.describe('an update while a page is open', () => {
  test.use({ expected: /ERR_/ })

  const notice = (page: Page) => page.getByText('callflow was updated while the page was open.')

  test('is told by itself in the builder, and what was edited is kept', async ({ page, server }) => {
    const id = await open(page, 'Over an update', hello, apart)
    await rename(page, 'Hello', 'Edited over it')
    await expect(page.locator('#builder-panel').getByRole('textbox').first()).toBeVisible() // the panel's own part was fetched
    await expect(notice(page)).toHaveCount(0)
    await upgrade(page, server)
    await expect(notice(page)).toBeVisible({ timeout: 30_000 })
    await expect(node(page, 'Edited over it')).toBeVisible()
    await accessible(page)
    await pictures(page, 'updated')
    await page.unrouteAll({ behavior: 'wait' })
    await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Load the page again' }).click()
    await expect(page.getByText('are here again')).toBeVisible()
    await expect(node(page, 'Edited over it')).toBeVisible()
    await expect(notice(page)).toHaveCount(0)
    await save(page)
    expect((await draft(page, id)).nodes.hello?.label).toBe('Edited over it')
  })

  test('is told by itself on a page that follows what happens', async ({ page, server }) => {
    const followed = page.waitForResponse(/\/api\/v1\/events/)
    await page.goto('/audit')
    await followed
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(notice(page)).toHaveCount(0)
    await upgrade(page, server)
    await expect(notice(page)).toBeVisible({ timeout: 30_000 })
  })
})

test.describe('a connection that is lost', () => {
  test.use({ expected: /ERR_INTERNET_DISCONNECTED|ERR_NETWORK|preload CSS|dynamically imported module/ })

  test('is told of in the builder, and saving goes on when it is back', async ({ page, context }) => {
    const id = await open(page, 'Offline', hello, apart)
    await context.setOffline(true)
    await rename(page, 'Hello', 'While offline')
    await page.keyboard.press('Control+s')
    await expect(page.getByText(/callflow (cannot be reached|did not answer)/).first()).toBeVisible()
    await expect(node(page, 'While offline')).toBeVisible()
    await pictures(page, 'builder-offline')
    await context.setOffline(false)
    await save(page)
    expect((await draft(page, id)).nodes.hello?.label).toBe('While offline')
  })

  test('leaves a form as it was, and adds nobody twice', async ({ page, context }) => {
    await page.goto('/people')
    await page.getByRole('button', { name: 'Add a user' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Add a user' })
    await dialog.getByLabel('Name', { exact: true }).fill('olga')
    await dialog.getByLabel('Telephone 1').fill('PJSIP/olga')
    await context.setOffline(true)
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(dialog.getByRole('alert')).toContainText('Nothing you entered is lost')
    await accessible(page)
    await context.setOffline(false)
    await expect(dialog.getByLabel('Telephone 1')).toHaveValue('PJSIP/olga')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'olga' })).toBeVisible()
  })
})

test.describe('a session that ended', () => {
  test.use({ expected: /401 / })

  test('is renewed above a half-filled form, which is then sent', async ({ page, context }) => {
    await page.goto('/queues')
    await page.getByRole('button', { name: 'Add a queue' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Add a queue' })
    await dialog.getByLabel('Name').fill('late')
    await settled(page) // else what the page still fetches is what asks to sign in again
    await context.clearCookies()
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    const again = page.getByRole('dialog', { name: 'Sign in again' })
    await again.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
    await again.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: 'late' })).toBeVisible()
  })
})
