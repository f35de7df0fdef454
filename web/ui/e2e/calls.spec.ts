import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin as test, expect } from './harness'
import { everyLook, pictures } from './pictures'

test.describe.configure({ timeout: 90_000 })

test('the list teaches while it is empty, and keeps its filters in the address', async ({ page }) => {
  await page.goto('/calls')
  await expect(page.getByRole('heading', { name: 'There was no call yet' })).toBeVisible()
  await pictures(page, 'calls-empty')
  await everyLook(page, () => accessible(page))
  await page.getByLabel('Outcome').selectOption('missed')
  await page.getByRole('searchbox').fill('0412')
  await expect(page).toHaveURL(/outcome=missed/)
  await page.reload()
  await expect(page.getByRole('searchbox')).toHaveValue('0412')
  await expect(page.getByRole('heading', { name: 'No call is like this' })).toBeVisible()
  await page.getByRole('button', { name: 'All calls' }).click()
  await expect(page).toHaveURL(/\/calls$/)
})

// There is no Asterisk here: these two look at an answer of the API's that the test makes up.
test('a call is shown step by step, and on the picture', async ({ page }) => {
  await oneCall(page)
  await page.goto('/calls')
  await page.getByRole('row', { name: /Alice/ }).getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Call from +61412345678' })).toBeVisible()
  const picture = page.getByRole('group', { name: /^The way of the call through Main line/ })
  await expect(picture).toBeVisible()
  await pictures(page, 'call')
  await everyLook(page, () => accessible(page))

  // A step that is chosen is in the address, and open after a reload.
  await page.getByRole('button', { name: /Ring Bob/ }).click()
  await expect(page).toHaveURL(/step=2/)
  await page.reload()
  await expect(page.getByRole('button', { name: /Ring Bob/ })).toHaveAttribute('aria-expanded', 'true')
  await expect(page.getByText('user:bob (PJSIP/bob): rang out')).toBeVisible()
  await accessible(page)
  await picture.getByText('Welcome').click()
  await expect(page).toHaveURL(/step=1/)
})

test('a recording is gone through with the keyboard', async ({ page }) => {
  await oneCall(page)
  await page.goto('/calls/c1')
  const place = page.getByRole('slider')
  await place.focus()
  await page.keyboard.press('End')
  await expect(place).toHaveAttribute('aria-valuetext', '0:20 of 0:20')
  await page.keyboard.press('ArrowLeft')
  await expect(place).toHaveAttribute('aria-valuenow', '15')
  await page.getByRole('button', { name: 'Speed: 1', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Speed: 1.25' })).toBeVisible()
})

async function oneCall(page: Page): Promise<void> {
  const call = {
    id: 'c1', number: '+61299990000', caller: '+61412345678', caller_name: 'Alice', flow: 'Main line', flow_id: 1, revision: 3,
    started: '2026-11-26T01:00:00Z', ended: '2026-11-26T01:00:40Z', state: 'voicemail', outcome: 'completed', duration_s: 40, talked_s: 0,
    path: '', recordings: 1, voicemail: 'bob', why: 'Nobody answered; the caller left a message.',
  }
  const step = (seq: number, node: string, type: string, label: string, outcome: string, more = {}) => ({
    call: 'c1', seq, node, type, label, outcome, entered: `2026-11-26T01:00:0${seq}Z`, left: `2026-11-26T01:00:0${seq + 2}Z`, ...more,
  })
  const nodes = {
    n1: { type: 'greeting', label: 'Welcome', params: { say: 'Hello' }, next: { done: 'n2' } },
    n2: { type: 'dial', label: 'Ring Bob', params: { targets: ['user:bob'] }, next: { answered: 'n4', unanswered: 'n3' } },
    n3: { type: 'voicemail', label: 'Message', params: { box: 'user:bob' }, next: { done: 'n4' } },
    n4: { type: 'hangup', label: 'Goodbye' },
  }
  const trace = {
    ...call, tags: ['vip'],
    document: { schema: 1, name: 'Main line', kind: 'voice', start: 'n1', nodes },
    steps: [
      step(1, 'n1', 'greeting', 'Welcome', 'done'),
      step(2, 'n2', 'dial', 'Ring Bob', 'unanswered', { why: 'Nobody answered in 25 s.', details: { legs: ['user:bob (PJSIP/bob): rang out'] } }),
      step(3, 'n3', 'voicemail', 'Message', 'done', { details: { message_s: 20 } }),
      step(4, 'n4', 'hangup', 'Goodbye', 'done', { warnings: ['The line was already gone.'] }),
    ],
    recording_files: [{ id: 7, call: 'c1', step: 3, node: 'n3', started: '2026-11-26T01:00:05Z', duration_s: 20, size: 320044 }],
  }
  await page.route('**/api/v1/calls?*', (route) => route.fulfill({ json: { items: [call] } }))
  await page.route('**/api/v1/calls/c1', (route) => route.fulfill({ json: trace }))
  const peaks = Array.from({ length: 400 }, (_, index) => Math.round(50 + 45 * Math.sin(index / 7) * Math.cos(index / 31)))
  await page.route('**/api/v1/recordings/7/peaks*', (route) => route.fulfill({ json: { duration_s: 20, channels: 1, peaks: [peaks] } }))
}
