import { accessible } from './axe'
import { admin, expect, nobodySignedIn, test } from './harness'
import { Server } from './server'

test.use({ expected: nobodySignedIn })

test('from an empty install to a number that answers', async ({ page }) => {
  test.setTimeout(120_000)
  const fresh = await Server.make()
  try {
    await fresh.start()
    await page.goto(`${fresh.url}/setup#${fresh.setUpKey()}`)
    await page.getByLabel('Your name').fill(admin.full_name)
    await page.getByLabel('Name to sign in').fill(admin.name)
    await page.getByLabel('Password', { exact: true }).fill(admin.password)
    await page.keyboard.press('Enter')
    await page.goto(fresh.url)
    await expect(page.getByRole('heading', { name: 'Three steps to the first call' })).toBeVisible()
    await fresh.command('user', 'add', 'bob', '--full-name', 'Bob Builder', '--phone', 'PJSIP/bob')

    // A flow from a template.
    await page.getByRole('link', { name: 'New flow' }).click()
    await page.getByRole('button', { name: /^Direct with voicemail/ }).click()
    await page.getByLabel('Name of the flow').fill('Main line')
    await page.getByLabel('User').selectOption({ label: 'Bob Builder' })
    await page.getByRole('button', { name: 'Make the flow' }).click()
    await expect(page).toHaveURL(/\/flows\/\d+/)

    // A draft cannot be given to a number.
    const flow = page.url()
    await page.goto(`${fresh.url}/numbers`)
    await page.getByRole('button', { name: 'Add a number' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Number', { exact: true }).fill('100')
    await expect(dialog.getByRole('option', { name: 'Main line (draft: publish it first)' })).toBeDisabled()
    await page.keyboard.press('Escape')

    await page.goto(flow)
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click()
    await expect(page.getByText('New calls run it from now on')).toBeVisible()

    await page.goto(`${fresh.url}/numbers`)
    await page.getByRole('button', { name: 'Add a number' }).first().click()
    await dialog.getByLabel('Number', { exact: true }).fill('100')
    await dialog.getByLabel('Flow for calls').selectOption('Main line')
    await dialog.getByRole('button', { name: 'Add' }).click()
    await expect(page.getByRole('row', { name: /100/ }).getByRole('link', { name: 'Main line' })).toBeVisible()
    await accessible(page)

    await page.goto(fresh.url)
    await expect(page.getByText('There was no call today yet.')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'Three steps to the first call' })).toHaveCount(0)
  } finally {
    await fresh.remove()
  }
})
