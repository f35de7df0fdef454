import path from 'node:path'
import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { everyLook, pictures } from './pictures'

const root = path.resolve(import.meta.dirname, '../../..')

// The story of one list, with pictures and axe at every look.
test.describe.configure({ mode: 'serial', timeout: 90_000 })
test.use({ expected: /412 / })

test('an empty list teaches, and a template makes a flow', async ({ page, server }) => {
  await server.command('user', 'add', 'bob', '--full-name', 'Bob Builder', '--phone', 'PJSIP/bob')
  await page.goto('/flows')
  await settled(page)
  await expect(page.getByRole('heading', { name: 'There is no flow yet' })).toBeVisible()
  await pictures(page, 'flows-empty')
  await everyLook(page, () => accessible(page))

  await page.getByRole('button', { name: 'New flow' }).first().click()
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Business hours/ })).toBeVisible()
  await settled(page)
  await pictures(page, 'flow-templates')
  await everyLook(page, () => accessible(page))
  await page.getByRole('button', { name: /^Business hours/ }).click()

  // What the template cannot do without is said at its field.
  await page.getByLabel('Name of the flow').fill('Main line')
  await page.getByRole('button', { name: 'Make the flow' }).click()
  await expect(page.getByLabel('Targets')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Targets')).toBeFocused()
  await pictures(page, 'flow-template-values')
  await accessible(page)
  await page.getByRole('group', { name: 'Add somebody' }).getByRole('button', { name: '+ Bob Builder' }).click()
  await expect(page.getByLabel('Targets')).toHaveValue('user:bob')
  await page.getByRole('button', { name: 'Make the flow' }).click()
  await expect(page).toHaveURL(/\/flows\/\d+$/)
})

test('flows are listed with their pictures, copied, renamed and removed', async ({ page }) => {
  await page.goto('/flows')
  const row = page.getByRole('row', { name: /^Picture of Main line/ })
  await expect(row.getByText('Complete, unpublished')).toBeVisible()
  await expect(row.getByRole('img', { name: 'Picture of Main line' })).toBeVisible()

  await row.getByRole('button', { name: 'Actions for Main line' }).click()
  await page.getByRole('menuitem', { name: 'Copy' }).click()
  await accessible(page)
  await page.getByRole('dialog').getByRole('button', { name: 'Copy', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Copy of Main line' })).toBeVisible()

  await page.getByRole('button', { name: 'Actions for Copy of Main line' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Mine')
  // Another renames it meanwhile: it is told, and not overwritten.
  const { items } = (await (await page.request.get('/api/v1/flows')).json()) as { items: { id: number; name: string }[] }
  const copy = items.find(({ name }) => name === 'Copy of Main line')
  expect((await page.request.patch(`/api/v1/flows/${copy?.id}`, { data: { name: 'Theirs' } })).ok()).toBe(true)
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Show what is saved now' }).click()
  await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue('Theirs')
  await page.getByRole('dialog').getByLabel('Name').fill('Ünïcode <b>👋</b> שלום')
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  await expect(page.getByRole('link', { name: 'Ünïcode <b>👋</b> שלום' })).toBeVisible()
  await settled(page)
  await pictures(page, 'flows')
  await everyLook(page, () => accessible(page))

  await page.getByRole('searchbox', { name: 'Name' }).fill('שלום')
  await expect(page.getByRole('link', { name: 'Main line', exact: true })).toHaveCount(0)
  await expect(page).toHaveURL(/q=/)
  await page.getByRole('button', { name: /Actions for Ünïcode/ }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove the flow' }).click()
  await expect(page.getByRole('heading', { name: 'No flow is like this' })).toBeVisible()
})

test('an exported flow is imported again, and YAML too', async ({ page }) => {
  await page.goto('/flows')
  await page.getByRole('button', { name: 'Actions for Main line' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe('Main line.flow.json')

  await page.goto('/flows?new=true')
  await page.getByRole('button', { name: /^A file/ }).click()
  await page.getByLabel('File').setInputFiles(await file.path())
  await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue('Main line')
  await page.getByRole('dialog').getByLabel('Name').fill('Second line')
  await page.getByRole('button', { name: 'Import' }).click()
  await expect(page).toHaveURL(/\/flows\/\d+$/)

  await page.goto('/flows?new=true')
  await page.getByRole('button', { name: /^A file/ }).click()
  const yaml = 'schema: 1\nname: Goodbye\nkind: voice\nstart: bye\nnodes:\n  bye: {type: hangup}\n'
  await page.getByLabel('File').setInputFiles({ name: 'x.yaml', mimeType: 'application/yaml', buffer: Buffer.from(yaml) })
  await page.getByRole('button', { name: 'Import' }).click()
  await expect(page).toHaveURL(/\/flows\/\d+$/)
  await page.goto('/flows')
  await expect(page.getByRole('link', { name: 'Goodbye' })).toBeVisible()
})

test('a flow of another system comes with what is left to do, and its names are given those of here', async ({ page, server }) => {
  await server.command('user', 'add', 'anna', '--full-name', 'Anna Arndt', '--phone', 'PJSIP/anna')
  await page.goto('/flows?new=true')
  await page.getByRole('button', { name: /^A file/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('File').setInputFiles(path.join(root, 'flowengine/foreign/testdata/kazoo.json'))
  await expect(dialog.getByLabel('What it is')).toHaveValue('kazoo')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Head office')
  await expect(dialog.getByRole('heading', { name: 'What is not taken over as it was' })).toBeVisible()
  const missing = dialog.getByRole('list', { name: 'What is missing' })
  await expect(missing).toContainText('user:u-anna')
  await dialog.getByLabel('u-anna').selectOption({ label: 'anna (Anna Arndt)' })
  await expect(missing).not.toContainText('user:u-anna')
  await expect(dialog.getByLabel('u-anna')).toHaveValue('user:anna')
  await settled(page)
  await pictures(page, 'flow-from-kazoo')
  await everyLook(page, () => accessible(page, '[role=dialog]'))

  // What it is said to be and is not is told, and makes no flow.
  await dialog.getByLabel('What it is').selectOption('scenario')
  await expect(missing).not.toContainText('user:')
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(dialog.getByText('It cannot be read as what it is said to be.')).toBeVisible()
  await dialog.getByLabel('What it is').selectOption('kazoo')
  await dialog.getByLabel('u-anna').selectOption({ label: 'anna (Anna Arndt)' })
  await expect(missing).not.toContainText('user:u-anna')
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(page).toHaveURL(/\/flows\/\d+$/)
  const id = /\d+$/.exec(new URL(page.url()).pathname)?.[0]
  const draft = await (await page.request.get(`/api/v1/flows/${id}/draft`)).text()
  expect(draft).toContain('user:anna')
  expect(draft).not.toContain('user:u-anna')

  await page.goto('/flows?new=true')
  await page.getByRole('button', { name: /^A file/ }).click()
  await dialog.getByLabel('File').setInputFiles(path.join(root, 'examples/imports/reception.yaml'))
  await expect(dialog.getByLabel('What it is')).toHaveValue('scenario')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Reception')
  await dialog.getByRole('button', { name: 'Import' }).click()
  await expect(page).toHaveURL(/\/flows\/\d+$/)
})

test.describe('a file that is no flow', () => {
  test.use({ expected: /422/ })
  test('is refused in words', async ({ page }) => {
    await page.goto('/flows?new=true')
    await page.getByRole('button', { name: /^A file/ }).click()
    await page.getByLabel('File').setInputFiles({ name: 'photo.json', mimeType: 'application/json', buffer: Buffer.from('[1, 2]') })
    await page.getByRole('dialog').getByLabel('Name').fill('Photo')
    await page.getByRole('button', { name: 'Import' }).click()
    await expect(page.getByRole('alert')).toContainText('a flow is a mapping')
  })
})
