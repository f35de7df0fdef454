import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { pictures } from './pictures'

test('an agent pauses, resumes, logs out and in, in one queue and in all', async ({ page }) => {
  await page.goto('/me')
  await expect(page.getByText('You serve no queue.')).toBeVisible()
  await settled(page)
  await accessible(page)
  for (const name of ['first', 'second']) {
    expect((await page.request.post('/api/v1/queues', { data: { name, members: [{ user: 'admin' }] } })).status()).toBe(201)
  }
  await page.reload()
  const row = page.getByRole('row', { name: /^first/ })
  await row.getByRole('button', { name: 'Pause in first' }).click()
  await expect(row.getByText('Paused')).toBeVisible()
  await row.getByRole('button', { name: 'Resume in first' }).click()
  await expect(row.getByText('Paused')).toHaveCount(0)
  await row.getByRole('button', { name: 'Log out of first' }).click()
  await expect(row.getByText('Logged out')).toBeVisible()
  await page.getByRole('button', { name: 'Pause in all' }).click()
  await expect(page.getByRole('row', { name: /^second/ }).getByText('Paused')).toBeVisible()
  await row.getByRole('button', { name: 'Log in to first' }).click()
  await expect(row.getByText('Logged out')).toHaveCount(0)
  await settled(page)
  await accessible(page)
  await pictures(page, 'me')
})
