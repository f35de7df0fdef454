import { accessible } from './axe'
import { asAdmin as test, expect, settled } from './harness'
import { everyLook, pictures } from './pictures'

test.describe.configure({ timeout: 60_000 })

test('who changed what is found, read field by field, and kept as a table', async ({ page, server }) => {
  await server.command('user', 'add', 'zora', '--full-name', '<b>Zora</b>')
  await page.request.patch('/api/v1/users/zora', { data: { email: 'zora@example.org' } })
  await page.goto('/audit')
  const rows = page.getByRole('row', { name: /zora/ })
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('Person zora changed')
  await expect(rows.last().getByRole('cell', { name: 'e2e' })).toBeVisible()

  // What is changed now comes by itself.
  await server.command('user', 'add', 'yves')
  await expect(page.getByRole('row', { name: /yves/ })).toBeVisible()
  await settled(page)
  await pictures(page, 'audit')
  await everyLook(page, () => accessible(page))

  await page.getByRole('searchbox').fill('ZORA')
  await page.getByLabel('Kind').selectOption('user')
  await expect(page.getByRole('row', { name: /yves/ })).toHaveCount(0)
  await expect(page).toHaveURL(/q=ZORA&kind=user/)
  await rows.first().getByRole('link').focus()
  await page.keyboard.press('Enter')
  const entry = page.getByRole('dialog')
  await expect(entry.getByRole('row', { name: /email/ })).toContainText('zora@example.org')
  await expect(entry.getByRole('row', { name: /full_name/ })).toHaveCount(0)
  await page.reload()
  await expect(entry.getByRole('row', { name: /email/ })).toBeVisible()
  await pictures(page, 'audit-entry')
  await everyLook(page, () => accessible(page))
  await entry.getByRole('link', { name: 'Everything that admin changed' }).click()
  await expect(page).toHaveURL(/who=user/)
  await expect(page.getByText('Only what admin did.')).toBeVisible()
  await expect(page.getByRole('row', { name: /e2e/ })).toHaveCount(0)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV' }).click()
  const file = await (await download).createReadStream()
  let table = ''
  for await (const part of file) table += String(part)
  expect(table).toContain('user:admin,user.set,user,zora')
  expect(table).not.toContain('yves')

  await page.getByRole('button', { name: 'All changes' }).click()
  await page.getByLabel('From').fill('2031-01-01')
  await expect(page.getByRole('heading', { name: 'No change is like this' })).toBeVisible()
  await page.getByLabel('From').fill('2026-01-01')
  await expect(rows.first()).toBeVisible()
})

test('whoever is no administrator sees neither the place nor the page', async ({ server, browser }) => {
  await server.command('user', 'add', 'vera')
  const [, key] = /\/setup#(\S+)/.exec(await server.command('user', 'invite', 'vera', '--role', 'viewer')) ?? []
  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } })
  await context.request.post('/api/v1/setup', { data: { key, password: 'three blue bicycles in the rain' } })
  const page = await context.newPage()
  await page.goto('/outbox')
  await expect(page.getByRole('heading', { level: 1, name: 'Outbox' })).toBeVisible()
  await expect(page.getByRole('navigation').getByRole('link', { name: 'Audit log' })).toHaveCount(0)
  await page.goto('/audit')
  await expect(page.getByRole('heading', { level: 1, name: 'This page is not for you' })).toBeVisible()
  await context.close()
})
