import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { pictures } from './pictures'

/** One message that the server does not have: without Asterisk nobody leaves one. What is done to it is noted. */
async function withMessage(page: Page, base: string) {
  const message: Record<string, unknown> = {
    id: 7, box: 'group:sales', reason: 'Nobody of sales answered.', flagged: false, note: '', transcript_state: 'failed', transcript_error: 'the service did not answer',
    recording: { id: 3, call: 'c1', step: 4, node: 'vm', started: '2026-11-26T09:00:00Z', duration_s: 65, size: 1000, caller: '+61412345678', number: '+61298765432' },
  }
  const done: unknown[] = []
  await page.route(new RegExp(`/api/v1${base}(\\?.*)?$`), (route) => route.fulfill({ json: { items: [message] } }))
  await page.route(`**/api/v1${base}/7`, (route) => {
    const mark = route.request().postDataJSON() as Record<string, unknown>
    done.push(mark)
    Object.assign(message, mark, 'heard' in mark && { heard: mark.heard ? '2026-11-26T10:00:00Z' : undefined })
    return route.fulfill({ json: message })
  })
  await page.route(`**/api/v1${base}/7/peaks*`, (route) => route.fulfill({ json: { duration_s: 65, channels: 1, peaks: [Array.from({ length: 400 }, (_, i) => (i * 37) % 100)] } }))
  await page.route(`**/api/v1${base}/7/transcript`, (route) => {
    done.push('transcript')
    Object.assign(message, { transcript_state: 'done', transcript: 'Please call me back.' })
    return route.fulfill({ status: 202, json: message })
  })
  return done
}

test('an empty voicemail teaches', async ({ page }) => {
  await page.goto('/voicemail')
  await expect(page.getByText('There are no messages')).toBeVisible()
  await settled(page)
  await accessible(page)
})

test('a message is marked, noted and turned into text', async ({ page }) => {
  const done = await withMessage(page, '/voicemail')
  await page.goto('/voicemail')
  const message = page.getByRole('article', { name: 'Message from +61412345678' })
  await expect(message.getByText('New', { exact: true })).toBeVisible()
  await expect(message.locator('audio')).toHaveAttribute('src', '/api/v1/voicemail/7/sound')
  await settled(page)
  await accessible(page)
  await pictures(page, 'voicemail')
  await message.getByRole('button', { name: 'Mark as heard' }).click()
  await expect(message.getByRole('button', { name: 'Mark as unread' })).toBeVisible()
  await message.getByRole('button', { name: 'Flag' }).click()
  await expect(message.getByText('Flagged')).toBeVisible()
  await message.getByLabel('Note').fill('call on Monday')
  await message.getByLabel('Note').blur()
  await message.getByRole('button', { name: 'Try the text again' }).click()
  await expect(message.getByText('Please call me back.')).toBeVisible()
  expect(done).toEqual([{ heard: true }, { flagged: true }, { note: 'call on Monday' }, 'transcript'])
})

test('what is shown stands in the address', async ({ page, server }) => {
  await server.command('user', 'add', 'vera')
  await page.goto('/voicemail?box=user%3Avera&unread=true&caller=0412')
  await expect(page.getByLabel('Box')).toHaveValue('user:vera')
  await expect(page.getByLabel('Caller')).toHaveValue('0412')
  await page.getByLabel('Caller').fill('')
  await page.getByLabel('Only new ones').uncheck()
  await expect(page).toHaveURL(/\/voicemail\?box=user%3Avera$/)
  await page.getByRole('link', { name: 'Settings of this box' }).click()
  await expect(page.getByRole('heading', { name: 'Mailbox user:vera' })).toBeVisible()
})
