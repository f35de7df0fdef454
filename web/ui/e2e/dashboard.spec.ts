import { accessible } from './axe'
import { asAdmin as test, expect } from './harness'
import { everyLook, pictures } from './pictures'

test.describe.configure({ mode: 'serial', timeout: 90_000 })

test('a new install shows the three steps', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('heading', { name: 'Three steps to the first call' })).toBeVisible()
  await expect(page.getByRole('img', { name: 'To do' })).toHaveCount(3)
  await expect(page.getByText('There was no call today yet.')).toBeVisible()
  await pictures(page, 'dashboard-empty')
  await everyLook(page, () => accessible(page))
})

test('a number that receives nothing is told at once, and gets its flow from here', async ({ page, server }) => {
  await page.goto('/')
  await expect(page.getByText('There was no call today yet.')).toBeVisible()
  await server.command('user', 'add', 'bob', '--full-name', 'Bob Builder', '--phone', 'PJSIP/bob')
  await server.command('number', 'add', '+61299990000', '--service', 'Head office')
  // Nobody reloads the page: what the command line did is told by events, or found at the next look.
  await expect(page.getByRole('heading', { name: '1 number receives nothing' })).toBeVisible({ timeout: 20_000 })
  await pictures(page, 'dashboard')
  await everyLook(page, () => accessible(page))
  await page.getByRole('link', { name: 'Make a flow for +61299990000' }).click()
  await page.getByRole('button', { name: /^Direct with voicemail/ }).click()
  await page.getByLabel('Name of the flow').fill('For Bob')
  await page.getByLabel('User').selectOption({ label: 'Bob Builder' })
  await page.getByRole('button', { name: 'Make the flow' }).click()
  await expect(page.getByText('Calls to +61299990000 run For Bob now.')).toBeVisible()
  await page.goto('/')
  await expect(page.getByText('There was no call today yet.')).toBeVisible()
  await expect(page.getByRole('heading', { name: /receives nothing/ })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Three steps to the first call' })).toHaveCount(0)
})
