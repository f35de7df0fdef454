import type { Page } from '@playwright/test'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { accessible } from './axe'
import { call } from './fastagi'
import { asAdmin as test, expect, settled } from './harness'
import { everyLook, pictures } from './pictures'
import type { Server } from './server'

test.describe.configure({ timeout: 90_000 })

/** A flow that tells a web server of the call, at an address that callflow refuses to reach. */
async function telling(server: Server): Promise<void> {
  const file = path.join(server.folder, 'tell.yaml')
  await writeFile(
    file,
    `schema: 1
name: Tell the shop
kind: voice
start: tell
nodes:
  tell:
    type: webhook
    params: {url: "https://127.0.0.1:9/calls", wait: false}
    next: {done: bye}
  bye: {type: hangup}
`,
  )
  await server.command('flow', 'import', '--publish', file)
  await server.command('number', 'add', '100', '--flow', 'Tell the shop')
  await server.command('number', 'set', '100', '--driver', 'agi')
}

test('it teaches while it is empty', async ({ page }) => {
  await page.goto('/outbox')
  await expect(page.getByRole('heading', { name: 'Nothing has left yet' })).toBeVisible()
  await pictures(page, 'outbox-empty')
  await everyLook(page, () => accessible(page))
})

async function states(page: Page): Promise<string[]> {
  const { items } = (await (await page.request.get('/api/v1/outbox?kind=webhook')).json()) as { items: { state: string }[] }
  return items.map(({ state }) => state)
}

test('what was not delivered is read, sent again, and dropped', async ({ page, server }) => {
  await telling(server)
  const listening = page.waitForResponse(/\/api\/v1\/events/)
  await page.goto('/outbox')
  await listening
  for (const caller of ['+61412345678', '+61412345679']) await call(server, '100', caller)

  // It comes by itself, and says why it failed.
  await expect(page.getByRole('row', { name: /127\.0\.0\.1:9.*Not delivered/ })).toHaveCount(2, { timeout: 20_000 })
  await page.getByLabel('State').selectOption('sent')
  await expect(page.getByRole('heading', { name: 'No letter is like this' })).toBeVisible()
  await page.getByRole('button', { name: 'All letters' }).click()
  await page.getByLabel('State').selectOption('dead')
  await page.getByLabel('Kind').selectOption('webhook')
  await expect(page).toHaveURL(/state=dead.*kind=webhook/)
  await page.reload()
  await expect(page.getByRole('row', { name: /Not delivered/ })).toHaveCount(2)
  await settled(page)
  await pictures(page, 'outbox')
  await everyLook(page, () => accessible(page))

  // One letter, opened with the keyboard; it is in the address.
  await page.getByRole('row', { name: /Not delivered/ }).first().getByRole('link').focus()
  await page.keyboard.press('Enter')
  const letter = page.getByRole('dialog', { name: /^Web request to/ })
  await expect(letter.getByText(/private|not allowed|refused/i).first()).toBeVisible()
  await expect(letter.getByRole('region', { name: 'What it says' })).toContainText('+61412345679')
  await expect(page).toHaveURL(/letter=\d+/)
  await page.reload()
  await expect(letter.getByText(/^Try 1,/)).toBeVisible()
  await settled(page)
  await pictures(page, 'letter')
  await everyLook(page, () => accessible(page))
  await letter.getByRole('button', { name: 'Send now' }).click()
  await expect(page.getByText('It is sent again.')).toBeVisible()
  await expect(letter.getByText(/^Try 1,/)).toHaveCount(2, { timeout: 20_000 })
  await expect(letter.getByText('Not delivered', { exact: true })).toBeVisible({ timeout: 20_000 })
  await letter.getByRole('button', { name: 'Drop' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Drop' }).click()
  await expect(page.getByText('The letter is dropped.')).toBeVisible()
  await expect(letter).toBeHidden()
  await expect(page.getByRole('row', { name: /Not delivered/ })).toHaveCount(1)

  await page.getByRole('button', { name: 'Send the undelivered again' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByText('Letters that are sent again: 1')).toBeVisible()

  // Those that failed for a reason; and those that are chosen.
  await expect.poll(() => states(page), { timeout: 20_000 }).toEqual(['dead'])
  await expect(page.getByRole('row', { name: /Not delivered/ })).toHaveCount(1, { timeout: 20_000 })
  await page.getByLabel('Reason').fill('no such thing')
  await expect(page.getByRole('heading', { name: 'No letter is like this' })).toBeVisible()
  await page.getByLabel('Reason').fill('127.0.0.1')
  await expect(page).toHaveURL(/reason=127/)
  await page.getByLabel(/^Choose the letter to/).check()
  await expect(page.getByText('1 letter chosen')).toBeVisible()
  await settled(page)
  await accessible(page)
  await pictures(page, 'outbox-chosen')
  await page.getByRole('button', { name: 'Drop …' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Drop' }).click()
  await expect(page.getByText('Letters that are dropped: 1')).toBeVisible()
  await expect(page.getByRole('row', { name: /Not delivered/ })).toHaveCount(0)
})
