import { accessible } from '../axe'
import { asAdmin as test, expect } from '../harness'
import { everyLook, pictures } from '../pictures'

const flow = {
  schema: 1,
  name: 'Say and record',
  kind: 'voice',
  start: 'ask',
  settings: { record: { calls: true } },
  nodes: {
    ask: { type: 'menu', label: 'Ask', params: { prompt: 'Press five to hear more.', keys: { '5': 'More' }, timeout_s: 20 }, next: { 'key:5': 'more', '*': 'bye' } },
    more: { type: 'greeting', label: 'More', params: { say: 'Thank you. This is all that there is to say.' }, next: { done: 'bye' } },
    bye: { type: 'hangup', label: 'Goodbye' },
  },
}

test('a real call walks through the picture, live in the list, and is replayed', async ({ page, context }) => {
  test.setTimeout(120_000)
  const made = await page.request.post('/api/v1/flows', { data: { name: flow.name, document: flow } })
  expect(made.status(), await made.text()).toBe(201)
  const { id } = (await made.json()) as { id: number }
  const list = await context.newPage()
  await list.goto('/calls')
  await expect(list.getByRole('heading', { name: 'Calls' })).toBeVisible()

  await page.goto(`/flows/${id}`)
  await page.getByRole('button', { name: 'Call it' }).click()
  const phone = page.getByRole('dialog', { name: 'Call the flow' })
  await phone.getByRole('button', { name: 'Call', exact: true }).click()
  await expect(phone.getByRole('status')).toContainText('Connected', { timeout: 20_000 })
  // Nobody reloads the list.
  await expect(list.getByRole('row', { name: /In progress/ })).toBeVisible({ timeout: 10_000 })
  await phone.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: '5' }).click()
  await expect(phone.getByRole('status')).toContainText('The flow ended the call', { timeout: 30_000 })
  await expect(list.getByText('In progress', { exact: true }).and(list.locator('td *'))).toHaveCount(0, { timeout: 10_000 })

  await list.getByRole('row', { name: /Say and record/ }).getByRole('link').click()
  const picture = list.getByRole('group', { name: /^The way of the call through Say and record/ })
  await expect(picture).toBeVisible()
  await expect(list.getByRole('button', { name: /Ask .* key:5/ })).toBeVisible()
  await picture.getByText('More', { exact: true }).last().click()
  await expect(list).toHaveURL(/step=2/)
  await picture.scrollIntoViewIfNeeded()
  await pictures(list, 'call-real')
  await everyLook(list, () => accessible(list))

  await list.getByRole('button', { name: 'Replay in the simulator' }).click()
  await expect(list.getByText('It goes the same way.')).toBeVisible()
  await accessible(list)
  await list.keyboard.press('Escape')
  await list.getByRole('button', { name: 'Make this a test' }).click()
  await list.getByRole('button', { name: 'Keep it with the flow' }).click()
  await expect(list.getByText('The test is kept with Say and record.')).toBeVisible()
})
