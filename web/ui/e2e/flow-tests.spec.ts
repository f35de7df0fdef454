import { accessible } from './axe'
import { draft, hello, node, open, save } from './builder'
import { asAdmin as test, expect } from './harness'
import { everyLook, pictures } from './pictures'

// Each looks at several pages in every look.
test.describe.configure({ timeout: 90_000 })

const menu = {
  ask: { type: 'menu', label: 'Ask', params: { prompt: 'Press one for sales.', keys: { 1: 'Sales' } }, next: { 'key:1': 'hello', '*': 'bye' } },
  ...hello,
}

test('what was tried becomes a flow test, which tells when the flow goes another way', async ({ page }) => {
  const id = await open(page, 'Tests', menu)
  await page.getByRole('button', { name: 'Try it' }).click()
  const panel = page.getByRole('region', { name: 'Try it' })
  await panel.getByLabel('Caller').fill('0412345678')
  await panel.getByLabel('When').fill('2026-12-25T10:00')
  await panel.getByLabel('Digits').fill('1')
  await panel.getByRole('button', { name: 'Try it' }).click()
  await panel.getByRole('button', { name: 'Save as a flow test' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save as a flow test' })
  await expect(dialog).toContainText('Ask → 1 · Sales')
  await pictures(page, 'flow-test-save')
  await accessible(page, '[role=dialog]')
  await dialog.getByLabel('Name').fill('Sales at Christmas')
  await dialog.getByRole('button', { name: 'Save the test' }).click()

  const tests = page.getByRole('region', { name: 'Flow tests' })
  await expect(tests.getByRole('status')).toHaveText('The test passes.')
  await pictures(page, 'flow-tests')
  await everyLook(page, () => accessible(page))
  // It gives all that was tried.
  const kept = (await (await page.request.get(`/api/v1/flows/${id}/tests`)).json()) as { items: { source: string }[] }
  expect(kept.items[0]?.source).toMatch(/2026-12-25 10:00:00[^]*caller: "0412345678"[^]*digits: "1"/)

  // An edit that leads elsewhere fails it at once, before anything is saved.
  await page.getByRole('button', { name: /fit view/i }).click()
  await node(page, 'Hello').click()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Delete')
  await page.getByRole('button', { name: /complete/ }).click()
  const failing = page.getByRole('list', { name: 'Tests that fail' })
  await expect(failing).toContainText('Sales at Christmas')
  await expect(failing).toContainText('Step 2: Bye → Hung up, not hello → Done')
  await page.getByRole('button', { name: 'Publish' }).click()
  const publish = page.getByRole('dialog', { name: /^Publish/ })
  await expect(publish).toContainText('They do not stop the flow')
  await expect(publish.getByRole('button', { name: 'Publish' })).toBeEnabled()
  await page.keyboard.press('Escape')

  // The company wants them to pass.
  expect((await page.request.patch('/api/v1/company', { data: { tests_block_publishing: true } })).ok()).toBe(true)
  await page.reload()
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(publish).toContainText('They stop the flow from being published')
  await expect(publish.getByRole('button', { name: 'Publish' })).toBeDisabled()
  await pictures(page, 'flow-tests-block')
  await accessible(page, '[role=dialog]')
  await publish.getByRole('button', { name: 'All tests' }).click()

  // It is renamed, and expects the new way.
  await tests.getByRole('button', { name: 'Edit Sales at Christmas' }).click()
  const edit = page.getByRole('dialog', { name: 'Edit the test' })
  await edit.getByLabel('Name').fill('Nobody at Christmas')
  const source = edit.getByLabel('The call, and what has to come of it')
  await source.fill((await source.inputValue()).replace(/^.*hello done\n/m, ''))
  await accessible(page, '[role=dialog]')
  await edit.getByRole('button', { name: 'Save the test' }).click()
  await expect(tests.getByRole('status')).toHaveText('The test passes.')
  await expect(tests.getByText('Nobody at Christmas')).toBeVisible()
  await save(page)
  await page.getByRole('button', { name: 'Publish' }).click()
  await publish.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('Available')).toBeVisible()
  expect((await draft(page, id)).nodes).not.toHaveProperty('hello')

  await tests.getByRole('button', { name: 'Remove Nobody at Christmas' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove the test' }).click()
  await expect(tests.getByText('There is no test yet')).toBeVisible()
  await pictures(page, 'flow-tests-empty')
})

test.describe('a stored test', () => {
  test.use({ expected: /412/ })

  test('is tried step by step, changed and saved again, and overwrites nobody’s change', async ({ page }) => {
    const id = await open(page, 'Stored', menu)
    const at = `/api/v1/flows/${id}/tests`
    const source = `name: Sales
given:
  caller: "0412345678"
  at: 2026-12-25 10:00
  timezone: Australia/Sydney
  digits: "1"
  answers: {olga: "answered:5s"}
expect:
  path: [ask, hello]
  hears: [Hello.]
`
    const made = await page.request.post(at, { data: { source } })
    expect(made.status()).toBe(201)
    const { id: testId } = (await made.json()) as { id: number }
    const kept = async () => ((await (await page.request.get(`${at}/${testId}`)).json()) as { source: string }).source
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Flow tests' }).click()
    const tests = page.getByRole('region', { name: 'Flow tests' })
    await tests.getByRole('button', { name: 'Try Sales step by step' }).click()

    const panel = page.getByRole('region', { name: 'Try it' })
    await expect(panel.getByText('The test Sales')).toBeVisible()
    await expect(panel.getByLabel('Caller')).toHaveValue('0412345678')
    await expect(panel.getByLabel('When')).toHaveValue(/^2026-12-25T10:00/)
    await expect(panel.getByText('The time in Australia/Sydney')).toBeVisible()
    await expect(panel.getByLabel('Digits')).toHaveValue('1')
    await expect(panel.getByLabel('Who', { exact: true })).toHaveValue('olga')
    await expect(panel.getByLabel('Does what')).toHaveValue('answered:5s')
    const run = panel.getByRole('button', { name: 'Try it' })
    await run.click()
    // It ends at another node than the test says, which is told as in the list.
    await expect(panel).toContainText('Step 3: Bye → Hung up, not the end')
    await pictures(page, 'flow-test-tried')
    await everyLook(page, () => accessible(page))
    await panel.getByRole('button', { name: /Hello → / }).click()
    await expect(panel.getByRole('group', { name: 'Steps of the call' })).toContainText('2 of 3')

    // Somebody else changes it meanwhile: it is not overwritten.
    await panel.getByRole('button', { name: 'Save the test' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save the test' })
    await expect(dialog.getByLabel('Name')).toHaveValue('Sales')
    expect((await page.request.put(`${at}/${testId}`, { data: { source: source.replace('digits: "1"', 'digits: "2"') } })).ok()).toBe(true)
    await dialog.getByRole('button', { name: 'Save the test' }).click()
    await expect(dialog.getByRole('button', { name: 'Show what is saved now' })).toBeVisible()
    expect(await kept()).toContain('digits: "2"')
    await dialog.getByRole('button', { name: 'Show what is saved now' }).click()
    await expect(panel.getByLabel('Digits')).toHaveValue('2')
    // What was tried is not what is saved now.
    await expect(panel.getByRole('button', { name: 'Save the test' })).toBeHidden()

    // Changed and tried, it is saved under its name, with what only it knows.
    await panel.getByLabel('Caller').fill('0499999999')
    await panel.getByLabel('Digits').fill('1')
    await run.click()
    await panel.getByRole('button', { name: 'Save the test' }).click()
    await dialog.getByRole('button', { name: 'Save the test' }).click()
    await expect(tests.getByRole('status')).toHaveText('The test passes.')
    await expect(tests.getByRole('listitem')).toHaveCount(1)
    const saved = await kept()
    for (const part of ['name: Sales', '0499999999', 'bye hangup', 'hears: [Hello.]', 'olga', 'Australia/Sydney']) expect(saved).toContain(part)

    // Left, it is a trial like any other.
    await tests.getByRole('button', { name: 'Try Sales step by step' }).click()
    await expect(panel.getByLabel('Caller')).toHaveValue('0499999999')
    await panel.getByRole('button', { name: 'Leave the test' }).click()
    await expect(panel.getByText('The test Sales')).toBeHidden()
    await run.click()
    await expect(panel.getByRole('button', { name: 'Save as a flow test' })).toBeVisible()
    await expect(panel.getByRole('button', { name: 'Save the test' })).toBeHidden()
  })
})

test.describe('a test that cannot be read', () => {
  test.use({ expected: /422/ })

  test('is refused at its field, and nothing is lost', async ({ page }) => {
    const id = await open(page, 'Unreadable', hello)
    const made = await page.request.post(`/api/v1/flows/${id}/tests`, { data: { source: 'name: Ends\nexpect: {ended: completed}\n' } })
    expect(made.status()).toBe(201)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Flow tests' }).click()
    await page.getByRole('button', { name: 'Edit Ends' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit the test' })
    const source = edit.getByLabel('The call, and what has to come of it')
    await source.fill('name: Ends\nexpectations: {}\n')
    await edit.getByRole('button', { name: 'Save the test' }).click()
    await expect(source).toHaveAttribute('aria-invalid', 'true')
    await expect(edit.getByText(/line 2: field expectations not found/)).toBeVisible()
    await expect(source).toHaveValue('name: Ends\nexpectations: {}\n')
  })
})
