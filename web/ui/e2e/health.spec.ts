import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { everyLook, pictures } from './pictures'

test.describe.configure({ timeout: 60_000 })

test('what does not work is told with what to do, and looked at again', async ({ page, server }) => {
  await server.command('number', 'add', '100')
  await page.goto('/health')
  const checks = page.getByRole('main').getByRole('listitem')
  // There is no Asterisk: that stands first.
  await expect(checks.first().getByRole('img', { name: 'fails' })).toBeVisible()
  const ari = checks.filter({ has: page.getByText('ARI', { exact: true }) })
  await expect(ari).toContainText('nothing answers at')
  await expect(ari).toContainText('Start Asterisk')
  await expect(page.getByText('Not connected')).toBeVisible()
  await expect(page.getByText(/free of .*B for sounds/)).toBeVisible()
  await settled(page)
  await pictures(page, 'health')
  await everyLook(page, () => accessible(page))

  const numbers = checks.filter({ has: page.getByText('numbers', { exact: true }) })
  await expect(numbers).toContainText('1 of 1 have no flow: 100')
  await numbers.getByRole('link', { name: 'To the numbers' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Numbers' })).toBeVisible()

  // The server looks once in ten seconds, however often somebody asks.
  const looked = async () => ((await (await page.request.get('/api/v1/health')).json()) as { looked: string }).looked
  const first = await looked()
  expect(await looked()).toBe(first)
  await page.goto('/health')
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(ari).toBeVisible()
})
