import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { expect, test } from './harness'
import { pictures } from './pictures'
import { pretend } from './pretend'

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36'

async function withAnswers(page: Page) {
  await pretend(page)
  await page.route('**/api/v1/session/all', (route) =>
    route.fulfill({
      json: {
        items: [
          { created: '2026-11-26T08:00:00Z', seen: new Date().toISOString(), expires: '2026-12-26T08:00:00Z', address: '192.0.2.7', agent: chrome, current: true },
          { created: '2026-11-20T08:00:00Z', seen: '2026-11-21T08:00:00Z', expires: '2026-12-20T08:00:00Z', address: '198.51.100.23', agent: chrome, current: false },
        ],
      },
    }),
  )
  await page.route('**/api/v1/tokens', (route) =>
    route.fulfill({
      json: {
        items: [
          { id: 1, name: 'Wallboard <b>upstairs</b>', rights: ['view'], user: 'ada', made_by: 'user:ada', created: '2026-01-01T00:00:00Z', used: '2026-11-01T00:00:00Z', expires: '2030-01-01T00:00:00Z' },
          { id: 2, name: 'مراقبة 📞', rights: ['own', 'view'], user: 'ada', made_by: 'user:ada', created: '2025-01-01T00:00:00Z', expires: '2026-01-01T00:00:00Z' },
        ],
      },
    }),
  )
}

test('a second factor is set up from a picture or a key, and leaves recovery codes', async ({ page }) => {
  await withAnswers(page)
  await page.route('**/api/v1/session/totp', (route) =>
    route.fulfill(
      route.request().method() === 'POST'
        ? { json: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/callflow:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=callflow' } }
        : { json: { recovery_codes: ['aaaa-bbbb', 'cccc-dddd'] } },
    ),
  )
  await page.goto('/me/account')
  await page.getByRole('button', { name: 'Set it up' }).click()
  await expect(page.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Key' })).toHaveValue('JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP')
  await pictures(page, 'second-factor')
  await accessible(page)
  await page.getByLabel('Code that the app shows').fill('123 456')
  const sent = page.waitForRequest((request) => request.method() === 'PUT')
  await page.getByRole('button', { name: 'Turn it on' }).click()
  expect((await sent).postDataJSON()).toEqual({ code: '123456' })
  await expect(page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveText(['aaaa-bbbb', 'cccc-dddd'])
})

test.describe('what is refused', () => {
  test.use({ expected: /422 .*\/session\/password\)$/ })
  test('is told at the field', async ({ page }) => {
    await withAnswers(page)
    await page.route('**/api/v1/session/password', (route) =>
      route.fulfill({
        status: 422,
        contentType: 'application/problem+json',
        json: { status: 422, code: 'invalid', detail: 'new: use at least 12 characters', errors: [{ location: 'body.new', message: 'use at least 12 characters' }] },
      }),
    )
    await page.goto('/me/account')
    await page.getByLabel('Current password').fill('old')
    await page.getByLabel('New password').fill('short')
    await page.getByRole('button', { name: 'Change the password' }).click()
    const field = page.getByLabel('New password')
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toHaveAccessibleDescription(/Use at least 12 characters/)
    await expect(field).toBeFocused()
    await accessible(page)
  })
})

test.describe('a session that ended', () => {
  test.use({ expected: /401 .*\/tokens\)$/ })
  test('is renewed on top of the page, which loses nothing', async ({ page }) => {
    await withAnswers(page)
    let ended = true
    await page.route('**/api/v1/tokens', (route) => {
      if (route.request().method() === 'GET') return route.fallback()
      return ended
        ? route.fulfill({ status: 401, contentType: 'application/problem+json', json: { status: 401, code: 'signed_out' } })
        : route.fulfill({ status: 201, json: { id: 9, name: 'CRM', rights: ['view'], user: 'ada', made_by: 'user:ada', created: '2026-01-01T00:00:00Z', expires: '2027-01-01T00:00:00Z', token: 'cf_secret' } })
    })
    await page.route('**/api/v1/session', (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      ended = false
      return route.fulfill({ json: { user: 'ada', full_name: 'Ada Admin', company: 'default', timezone: 'Europe/Berlin', language: 'en', role: 'admin', rights: ['own', 'view', 'flows', 'admin'], totp: false } })
    })
    await page.goto('/me/account')
    await page.getByRole('button', { name: 'Make a token' }).click()
    await pictures(page, 'make-a-token')
    await page.getByLabel('What it is for').fill('CRM')
    await page.getByRole('button', { name: 'Make it' }).click()
    const again = page.getByRole('dialog', { name: 'Sign in again' })
    await expect(again).toBeVisible()
    await pictures(page, 'sign-in-again')
    await expect(again.getByLabel('Name')).toHaveValue('ada')
    await expect(again.getByLabel('Password', { exact: true })).toBeFocused()
    await again.getByLabel('Password', { exact: true }).fill('correct horse battery staple')
    await again.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('textbox', { name: 'Token' })).toHaveValue('cf_secret')
  })
})
