import { accessible } from '../axe'
import { asAdmin as test, expect } from '../harness'
import { pictures } from '../pictures'

/** Somebody calls a number, and listens to music on the other side, until hanging up. */
async function calls(number: string) {
  const { ASTERISK_ARI_URL: at, ASTERISK_ARI_USER: user, ASTERISK_ARI_PASSWORD: password } = process.env
  const channel = async (method: string, rest: string) => {
    const answer = await fetch(`${at}/ari/channels${rest}`, { method, headers: { Authorization: `Basic ${btoa(`${user}:${password}`)}` } })
    if (!answer.ok) throw new Error(`${method} channels${rest}: ${answer.status} ${await answer.text()}`)
    return answer
  }
  const { id } = (await (await channel('POST', `?endpoint=Local/${number}@callflow&context=callflow&extension=music&priority=1`)).json()) as { id: string }
  return { hangsUp: () => channel('DELETE', `/${id}`) }
}

const flow = {
  schema: 1,
  name: 'Seen live',
  kind: 'voice',
  start: 'ask',
  nodes: {
    ask: { type: 'menu', label: 'Ask', params: { prompt: 'Press five to hear more.', keys: { '5': 'More' }, timeout_s: 20 }, next: { 'key:5': 'wait', '*': 'bye' } },
    wait: { type: 'menu', label: 'Wait', params: { prompt: 'Press nine, or hang up.', keys: { '9': 'End' }, timeout_s: 20 }, next: { 'key:9': 'bye', '*': 'bye' } },
    bye: { type: 'hangup', label: 'Goodbye' },
  },
  layout: { ask: { x: 0, y: 0 }, wait: { x: 400, y: 0 }, bye: { x: 800, y: 0 } },
}

test('a real call is seen where it is, moves on the picture, and is behind what it left', async ({ page, context, server }) => {
  test.setTimeout(120_000)
  const made = await page.request.post('/api/v1/flows', { data: { name: flow.name, document: flow } })
  expect(made.status(), await made.text()).toBe(201)
  const { id } = (await made.json()) as { id: number }
  const published = await page.request.post(`/api/v1/flows/${id}/publish`, { data: { revision: 1 } })
  expect(published.ok(), await published.text()).toBe(true)

  const live = await context.newPage()
  await live.emulateMedia({ reducedMotion: 'no-preference' })
  await live.goto(`/flows/${id}?show=live`)
  await expect(live.getByText('0 calls now')).toBeVisible()
  await live.evaluate(() => {
    const seen = new Set<string>()
    ;(window as unknown as { seen: Set<string> }).seen = seen
    new MutationObserver(() => document.querySelectorAll<HTMLElement>('[data-moving]').forEach((mark) => seen.add(mark.dataset.moving ?? ''))).observe(document.body, { childList: true, subtree: true })
  })

  await page.goto(`/flows/${id}`)
  await page.getByRole('button', { name: 'Call it' }).click()
  const phone = page.getByRole('dialog', { name: 'Call the flow' })
  await phone.getByRole('button', { name: 'Call', exact: true }).click()
  await expect(phone.getByRole('status')).toContainText('Connected', { timeout: 20_000 })
  await expect(live.locator('[data-calls=ask]')).toHaveAccessibleName('Ask: 1 call now', { timeout: 10_000 })
  await live.locator('[data-calls=ask]').click()
  const panel = live.getByRole('region', { name: 'Ask' })
  await expect(panel.getByRole('listitem').filter({ hasText: 'a test' })).toBeVisible()
  await pictures(live, 'live-real')
  await accessible(live)

  await phone.getByRole('group', { name: 'Keypad' }).getByRole('button', { name: '5' }).click()
  await expect(live.locator('[data-calls=wait]')).toHaveAccessibleName('Wait: 1 call now', { timeout: 10_000 })
  await expect.poll(() => live.evaluate(() => [...(window as unknown as { seen: Set<string> }).seen])).toContain('ask wait')
  await expect(panel.getByText('No call is here.')).toBeVisible()
  await phone.getByRole('button', { name: 'Hang up' }).click()
  await expect(live.getByText('0 calls now')).toBeVisible({ timeout: 10_000 })


  // Who tries a flow is not counted. A caller who hangs up in the menu is, and is behind the mark of it.
  await server.command('number', 'add', '6100', '--flow', flow.name)
  const caller = await calls('6100')
  await expect(live.locator('[data-calls=ask]')).toBeVisible({ timeout: 10_000 })
  await caller.hangsUp()
  const left = live.getByTitle('Callers who hung up here: 1')
  await expect(left).toBeVisible({ timeout: 20_000 })
  await left.click()
  await expect(live).toHaveURL(/node=ask&edge=hung_up/)
  await expect(live.getByRole('list', { name: 'Only calls that went this way' })).toContainText('By: Caller left')
  await expect(live.getByRole('row', { name: /6100/ })).toHaveCount(1)
})
