import { accessible } from './axe'
import { asAdmin, expect, nobodySignedIn, settled, test } from './harness'
import { everyLook, pictures } from './pictures'
import { pretend } from './pretend'

asAdmin('every page opens from the navigation', async ({ page }) => {
  asAdmin.setTimeout(90_000)
  await page.goto('/settings')
  const links = page.getByRole('navigation').getByRole('link')
  await expect(links).toHaveCount(14)
  for (const link of await links.all()) {
    const name = (await link.textContent()) ?? ''
    await link.click()
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
    await expect(page).toHaveTitle(`${name} · callflow`)
    await expect(link).toHaveAttribute('aria-current', 'page')
    await expect(page.getByRole('main')).toBeFocused()
    await accessible(page)
  }
})

asAdmin('the frame of all pages', async ({ page }) => {
  await page.goto('/flows')
  await settled(page)
  await pictures(page, 'shell')
  await everyLook(page, () => accessible(page))
})

asAdmin('on a phone the navigation is a drawer that gives way to the page', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/')
  await page.getByRole('button', { name: 'Open the navigation' }).click()
  await accessible(page)
  await pictures(page, 'drawer')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.getByRole('dialog').getByRole('link', { name: 'Numbers' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Numbers' })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

asAdmin('the theme is kept, and holds against the system from the first paint on', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  await page.getByRole('button', { name: 'Account of Ada Admin' }).click()
  await accessible(page)
  await pictures(page, 'account-menu')
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  expect(await background()).toBe('rgb(16, 20, 24)')
  await page.reload()
  expect(await background()).toBe('rgb(16, 20, 24)')
})

asAdmin('the language changes at once, and is kept', async ({ page }) => {
  await page.goto('/numbers')
  await page.getByRole('button', { name: 'Account of Ada Admin' }).click()
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Rufnummern' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Rufnummern' })).toBeVisible()
})

test('an address without a page says so', async ({ page }) => {
  await pretend(page)
  await page.goto('/nowhere/at/all')
  await expect(page.getByRole('heading', { level: 1, name: 'There is no such page' })).toBeVisible()
  await accessible(page)
})

test.describe('nobody is signed in', () => {
  test.use({ expected: nobodySignedIn })
  test('leads to the sign-in page, and back', async ({ page }) => {
    await page.route('**/api/v1/session', (route) =>
      route.fulfill({ status: 401, contentType: 'application/problem+json', json: { status: 401, code: 'signed_out' } }),
    )
    await page.goto('/numbers')
    await expect(page).toHaveURL(/\/signin\?next=%2Fnumbers$/)
    await pictures(page, 'sign-in')
    await everyLook(page, () => accessible(page))
  })
})
