import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { everyLook, pictures } from './pictures'

// The story of one list, with pictures and axe at every look.
test.describe.configure({ mode: 'serial', timeout: 90_000 })

test('numbers are added, and those that receive nothing stand out', async ({ page, server }) => {
  await server.command('user', 'add', 'bob', '--full-name', 'Bob Builder', '--phone', 'PJSIP/bob')
  await page.goto('/numbers')
  await settled(page)
  await expect(page.getByRole('heading', { name: 'There is no number yet' })).toBeVisible()
  await pictures(page, 'numbers-empty')
  await accessible(page)
  await page.getByRole('button', { name: 'Add a number' }).first().click()
  await accessible(page)
  await page.getByLabel('Number', { exact: true }).last().fill('+61 2 9999 0000')
  await page.getByLabel('Service name').last().fill('Head office')
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click()
  const row = page.getByRole('row', { name: /\+61299990000/ })
  await expect(row.getByText('Receives nothing')).toBeVisible()
})

test('a button makes the flow that is missing, already assigned', async ({ page }) => {
  await page.goto('/numbers')
  await page.getByRole('link', { name: 'Make a flow' }).click()
  await expect(page.getByRole('dialog', { name: 'New flow for +61299990000' })).toBeVisible()
  await page.getByRole('button', { name: /^Direct with voicemail/ }).click()
  await page.getByLabel('Name of the flow').fill('For Bob')
  await page.getByLabel('User').selectOption({ label: 'Bob Builder' })
  await page.getByRole('button', { name: 'Make the flow' }).click()
  await expect(page.getByText('Calls to +61299990000 run For Bob now.')).toBeVisible()
  await page.goto('/numbers')
  await expect(page.getByRole('row', { name: /\+61299990000/ }).getByRole('link', { name: 'For Bob' })).toBeVisible()
})

test('a file is tried before it is imported', async ({ page }) => {
  await page.goto('/numbers')
  await page.getByRole('button', { name: 'Import' }).click()
  const csv = 'number,service,group,flow\n+61299990001,Sales,East,For Bob\n+61299990002,Support,East,\n+61299990000,Office,East,\n'
  await page.getByLabel('File').setInputFiles({ name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(page.getByText('It would add 2 and change 1.')).toBeVisible()
  await accessible(page)
  await pictures(page, 'numbers-import')
  await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
  await expect(page.getByRole('row', { name: /\+61299990002/ })).toBeVisible()
  await page.getByRole('checkbox', { name: 'Only those that receive nothing' }).click()
  await expect(page).toHaveURL(/silent=true/)
  await expect(page.getByRole('row', { name: /\+61299990001/ })).toHaveCount(0)
})

test('many are changed at once', async ({ page }) => {
  await page.goto('/numbers')
  await settled(page)
  await pictures(page, 'numbers')
  await everyLook(page, () => accessible(page))
  await page.getByRole('checkbox', { name: /Choose all/ }).check()
  await expect(page.getByText('3 numbers chosen')).toBeVisible()
  await page.getByRole('button', { name: 'Change …' }).click()
  await pictures(page, 'numbers-change')
  await accessible(page)
  await page.getByLabel('Flow for calls').selectOption('For Bob')
  await page.getByRole('dialog').getByLabel('Service group').fill('West')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('cell', { name: 'West' })).toHaveCount(3)
  await expect(page.getByText('Receives nothing')).toHaveCount(0)
  // What differed and was left alone differs still.
  await expect(page.getByRole('cell', { name: 'Sales' })).toBeVisible()

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toBe('numbers.csv')
})

test.describe('what is wrong with a file', () => {
  test.use({ expected: /422/ })
  test('is listed line by line, and nothing is imported', async ({ page }) => {
    await page.goto('/numbers')
    await page.getByRole('button', { name: 'Import' }).click()
    const csv = 'number,flow\n+61299990008,No such one\n+61299990009,No such flow\n'
    await page.getByLabel('File').setInputFiles({ name: 'numbers.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await expect(page.getByRole('alert').getByRole('listitem')).toHaveCount(2)
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Import' })).toBeDisabled()
  })
})
