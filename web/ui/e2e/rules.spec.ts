import { readFile } from 'node:fs/promises'
import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { pictures } from './pictures'

test.describe.configure({ timeout: 60_000 })
test.use({ expected: /(422|404|412) / })

type Policy = { callers: string; number: string; action: string; message?: string; cause?: number }

test('callers are blocked, found, listed as a table, and let in again', async ({ page }) => {
  await page.goto('/rules')
  await expect(page.getByText('Nobody is blocked')).toBeVisible()
  await settled(page)
  await accessible(page)
  await pictures(page, 'rules-empty')

  const block = async (number: string, reason: string, prefix = false) => {
    await page.getByRole('button', { name: 'Block a caller' }).click()
    const dialog = page.getByRole('dialog', { name: 'Block a caller' })
    await dialog.getByLabel('Number', { exact: true }).fill(number)
    if (prefix) await dialog.getByLabel('All numbers that begin so').check()
    await dialog.getByLabel('Reason').fill(reason)
    await dialog.getByRole('button', { name: 'Block', exact: true }).click()
    return dialog
  }
  await expect(await block('+61 412 345 678', 'rings <i>at night</i> 🌙')).toHaveCount(0)
  await expect(await block('+882', 'قمر صناعي', true)).toHaveCount(0)
  const dialog = await block('', 'nobody')
  await expect(dialog.getByLabel('Number', { exact: true })).toHaveAttribute('aria-invalid', 'true')
  await accessible(page)
  await page.keyboard.press('Escape')

  await expect(page.getByRole('row', { name: /\+61412345678/ })).toContainText('rings <i>at night</i> 🌙')
  await expect(page.getByRole('row', { name: /\+882…/ })).toContainText('All numbers that begin so')
  await settled(page)
  await accessible(page)
  await pictures(page, 'rules')

  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()])
  expect(await readFile(await download.path(), 'utf8')).toMatch(/^number,prefix,reason,created\r\n\+61412345678,false,/)

  await page.getByRole('button', { name: 'Import' }).click()
  const file = page.getByRole('dialog', { name: 'Import blocked callers' })
  await file.getByLabel('File').setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: Buffer.from('number,prefix\n+61298765400,\n+882,perhaps\n') })
  await expect(file.getByRole('alert')).toContainText('Line 3: ')
  await expect(file.getByRole('button', { name: 'Import' })).toBeDisabled()
  await file.getByLabel('File').setInputFiles({ name: 'good.csv', mimeType: 'text/csv', buffer: Buffer.from('number,prefix,reason\n+61298765400,,spam\n+882,true,\n') })
  await expect(file.getByText('It would add 1 and change 1.')).toBeVisible()
  await accessible(page)
  await pictures(page, 'rules-import')
  await file.getByRole('button', { name: 'Import' }).click()
  await expect(page.getByRole('row', { name: /\+61298765400/ })).toContainText('spam')

  await page.getByRole('searchbox', { name: 'Number or reason' }).fill('412 345')
  await expect(page.getByRole('row', { name: /\+882/ })).toHaveCount(0)
  await expect(page).toHaveURL(/q=412/)
  await page.getByRole('button', { name: 'Let in +61412345678 again' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nobody like this is blocked')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('row', { name: /\+61412345678/ })).toBeVisible()
})

test('it is said what becomes of blocked and hidden callers, for all numbers and for one', async ({ page, server }) => {
  await server.command('number', 'add', '+61298765432')
  const policies = async () => ((await (await page.request.get('/api/v1/caller-policies')).json()) as { items: Policy[] }).items
  await page.goto('/rules')
  const hidden = page.getByRole('group', { name: 'Callers who hide their number' })
  const card = page.locator('section').filter({ has: hidden })
  await hidden.getByLabel('What becomes of them').selectOption('message')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(hidden.getByLabel('Message')).toHaveAccessibleDescription(/say what callers hear/i)
  await hidden.getByLabel('Message').fill('say:Please show your number.')
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  expect((await policies())[1]).toMatchObject({ callers: 'hidden', action: 'message', message: 'say:Please show your number.' })

  // Another changes the same meanwhile: it is told, and nothing that was chosen here is lost.
  await hidden.getByLabel('What becomes of them').selectOption('allow')
  expect((await page.request.put('/api/v1/caller-policies/hidden', { data: { action: 'hangup', cause: 17 } })).ok()).toBe(true)
  await card.getByRole('button', { name: 'Save' }).click()
  await expect(card.getByRole('alert')).toBeVisible()
  await expect(hidden.getByLabel('What becomes of them')).toHaveValue('allow')
  await card.getByRole('button', { name: 'Show what is saved now' }).click()
  await expect(hidden.getByLabel('What becomes of them')).toHaveValue('hangup')

  await page.getByRole('button', { name: 'Add an exception' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an exception' })
  await dialog.getByLabel('Number called').fill('+61298765432')
  await dialog.getByLabel('What their telephone tells').selectOption('17')
  await accessible(page)
  await pictures(page, 'rules-exception')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('row', { name: /\+61298765432/ })).toContainText('They are refused')
  expect((await policies())[2]).toMatchObject({ callers: 'hidden', number: '+61298765432', action: 'hangup', cause: 17 })
  await settled(page)
  await accessible(page)
  await page.getByRole('button', { name: /Remove the exception of \+61298765432/ }).click()
  await expect(page.getByText('There is none: the two rules above hold for all numbers.')).toBeVisible()
})

test('limits are set for the company and for one person, refused at the field, and taken away', async ({ page, server }) => {
  await server.command('user', 'add', 'lena', '--phone', '+61412345678')
  await page.goto('/rules/limits')
  await expect(page.getByRole('list', { name: 'Limits of The company' })).toContainText('0 now, no limit')
  await page.getByRole('button', { name: 'Change the limits of The company' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Calls an hour').fill('many')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Calls an hour')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Calls an hour').fill('60')
  await dialog.getByLabel('Texts an hour').fill('0')
  await dialog.getByLabel('Prefixes that may be called').fill('64')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Prefixes that may be called')).toHaveAccessibleDescription(/\+64/)
  await dialog.getByLabel('Prefixes that may be called').fill('+64\n+44 20')
  await dialog.getByLabel('Prefixes that may not be called').fill('+61 1900')
  await dialog.getByLabel('Who gets a mail').fill('nowhere')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Who gets a mail')).toHaveAttribute('aria-invalid', 'true')
  await accessible(page)
  await pictures(page, 'limits-change')
  await dialog.getByLabel('Who gets a mail').fill('it@example.org')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('list', { name: 'Limits of The company' })).toContainText('0 of 60 used')
  await expect(page.getByRole('list', { name: 'Limits of The company' })).toContainText('None allowed')

  // Another changes the same meanwhile: it is told, and not overwritten.
  await page.getByRole('button', { name: 'Change the limits of The company' }).click()
  await dialog.getByLabel('Calls an hour').fill('70')
  expect((await page.request.patch('/api/v1/caps', { data: { calls_hour: 80 } })).ok()).toBe(true)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog.getByLabel('Calls an hour')).toHaveValue('70')
  await dialog.getByRole('button', { name: 'Show what is saved now' }).click()
  await expect(dialog.getByLabel('Calls an hour')).toHaveValue('80')
  await dialog.getByLabel('Calls an hour').fill('60')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('list', { name: 'Limits of The company' })).toContainText('0 of 60 used')

  await page.getByLabel('Add somebody').selectOption('lena')
  await dialog.getByLabel('Minutes a day').fill('30')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('list', { name: 'Limits of lena' })).toContainText('0 of 30 used')
  await settled(page)
  await accessible(page)
  await pictures(page, 'limits')
  const { items } = (await (await page.request.get('/api/v1/caps')).json()) as { items: unknown[] }
  expect(items).toMatchObject([{ calls_hour: 60, concurrent: -1, texts_hour: 0, allowed: ['+4420', '+64'], forbidden: ['+611900'], alert: 'it@example.org' }, { user: 'lena', minutes_day: 30, calls_hour: -1 }])

  // Another changes what is to be taken away: it stays until it was seen.
  await page.getByRole('button', { name: 'Take away the limits of lena' }).click()
  expect((await page.request.patch('/api/v1/caps/lena', { data: { minutes_day: 40 } })).ok()).toBe(true)
  await page.getByRole('button', { name: 'Take them away' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Show what is saved now' }).click()
  await expect(page.getByRole('list', { name: 'Limits of lena' })).toContainText('0 of 40 used')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)

  await page.getByRole('button', { name: 'Take away the limits of lena' }).click()
  await page.getByRole('button', { name: 'Take them away' }).click()
  await expect(page.getByRole('list', { name: 'Limits of lena' })).toHaveCount(0)
})
