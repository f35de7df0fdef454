import { accessible } from './axe'
import { asAdmin as test, expect, allSaved, settled } from './harness'
import { pictures } from './pictures'

test('a queue is made, set, served, closed and opened again', async ({ page, server }) => {
  for (const name of ['quinn', 'rosa']) await server.command('user', 'add', name, '--phone', `PJSIP/${name}`)
  await page.goto('/queues')
  await settled(page)
  await page.getByRole('button', { name: 'Add a queue' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill('support')
  await page.getByRole('dialog').getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'support' })).toBeVisible()

  await page.getByLabel('Who is rung').selectOption('longest_idle')
  await page.getByLabel('Wrap-up (seconds)').fill('15')
  await page.getByLabel('Hours').fill('mon-sun 00:00-24:00')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.')).toBeVisible()

  for (const name of ['quinn', 'rosa']) await page.getByLabel('Add somebody').selectOption(name)
  await page.getByRole('button', { name: 'Move rosa' }).focus()
  await page.keyboard.press('ArrowUp')
  await page.getByLabel('Priority of quinn').fill('2')
  await page.getByRole('button', { name: 'Save the members' }).click()
  await allSaved(page.getByRole('button', { name: 'Save the members' }))
  await settled(page)
  await accessible(page)
  await pictures(page, 'queue')
  type Queue = { strategy: string; wrap_up_s: number; members: { user: string; priority: number }[]; closed_to: string }
  const saved = (await (await page.request.get('/api/v1/queues/support')).json()) as Queue
  expect(saved).toMatchObject({ strategy: 'longest_idle', wrap_up_s: 15, members: [{ user: 'rosa', priority: 1 }, { user: 'quinn', priority: 2 }] })

  await page.getByLabel('Where callers go').fill('user:rosa')
  await page.getByRole('button', { name: 'Close it now' }).click()
  await expect(page.getByText('Closed as an exception').first()).toBeVisible()
  await expect(page.getByText('Callers go to user:rosa.')).toBeVisible()
  // What else is set is still saved without a conflict.
  await page.getByLabel('Places').fill('9')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved.').last()).toBeVisible()
  await page.getByRole('button', { name: 'Open it again' }).click()
  await expect(page.getByRole('button', { name: 'Close it now' })).toBeVisible()

  await page.goto('/queues')
  await expect(page.getByRole('row', { name: /support/ })).toContainText('2 / 2')
  await settled(page)
  await accessible(page)
  await pictures(page, 'queues')
})

test.describe('what is refused', () => {
  test.use({ expected: /422 / })
  test('stands at the field', async ({ page }) => {
    await page.request.post('/api/v1/queues', { data: { name: 'strict' } })
    await page.goto('/queues/strict')
    await page.getByLabel('Ring for (seconds)').fill('900')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByLabel('Ring for (seconds)')).toHaveAccessibleDescription(/Use 1 to 600/)
    await page.getByLabel('Ring for (seconds)').fill('20')
    await page.getByLabel('Hours').fill('sometimes')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByLabel('Hours')).toHaveAttribute('aria-invalid', 'true')
    await page.getByLabel('Where callers go').fill('somewhere')
    await page.getByRole('button', { name: 'Close it now' }).click()
    await expect(page.getByLabel('Where callers go')).toHaveAccessibleDescription(/external:\+NUMBER/)
  })
})

test('the wallboard shows who waits, who talks and what agents do, and moves on by itself', async ({ page, server }) => {
  await page.request.post('/api/v1/queues', { data: { name: 'wall' } })
  await page.goto('/queues/wall/wall')
  await expect(page.getByText('Nobody waits.')).toBeVisible()
  // Without Asterisk nobody calls: from here on the answers are the test's.
  const real = (await (await page.request.get(`${server.url}/api/v1/queues/wall/live`)).json()) as Record<string, unknown>
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
  await page.route('**/api/v1/queues/wall/live', (route) =>
    route.fulfill({
      json: {
        ...real,
        waiting: [
          { call: 'c1', caller: '+61412345678', priority: 0, entered: ago(75), ringing: ['rosa'] },
          { call: 'c2', caller: '', priority: 0, entered: ago(12) },
        ],
        talking: [{ call: 'c3', caller: '+61298765432', priority: 0, entered: ago(400), agent: 'quinn', answered: ago(310) }],
        agents: [
          { user: 'quinn', state: 'on_call', logged_in: true, since: ago(310), priority: 1, missed: 0 },
          { user: 'rosa', state: 'ready', logged_in: true, ringing: true, priority: 1, missed: 1 },
          { user: 'sam', state: 'paused', logged_in: true, since: ago(900), priority: 1, missed: 0, pause_why: 'missed' },
          { user: 'tess', state: 'wrap_up', logged_in: true, since: ago(9), priority: 2, missed: 0 },
          { user: 'uma', state: 'unavailable', logged_in: false, priority: 2, missed: 0 },
          { user: 'vic', state: 'unavailable', logged_in: true, priority: 2, missed: 0 },
        ],
        figures: { since: ago(40000), entered: 48, answered: 41, abandoned: 3, short: 2, left: 1, refused: 0, mean_wait_s: 17, longest_wait_s: 143, mean_talk_s: 201, service_level: 0.87 },
      },
    }),
  )
  await expect(page.getByRole('list', { name: 'Callers' }).getByRole('listitem')).toHaveText([/\+61412345678rings rosa1:1/, /Hidden numberwaits0:1/, /\+61298765432talks to quinn5:1/])
  await expect(page.getByRole('list', { name: 'Agents' }).getByRole('listitem')).toHaveText([/On a call5:1/, /Rings/, /Paused15:0/, /Wrapping up0:/, /Logged out/, /Unreachable/])
  await expect(page.getByRole('definition').first()).toHaveText('2')
  await accessible(page)
  await pictures(page, 'wallboard')
})

test('callbacks are listed, and one can be taken back', async ({ page }) => {
  await page.goto('/callbacks')
  await expect(page.getByText('Nobody is to be called back')).toBeVisible()
  await settled(page)
  await accessible(page)
  const cancelled: string[] = []
  await page.route('**/api/v1/callbacks?*', (route) =>
    route.fulfill({
      json: { items: cancelled.length > 0 ? [] : [{ id: 7, queue: 'support', to: '+61412345678', number: '+61298765432', call: 'c1', arrived: new Date().toISOString(), state: 'waiting', changed: new Date().toISOString(), tries: 1, most_tries: 3, why: 'busy' }] },
    }),
  )
  await page.route('**/api/v1/callbacks/7', (route) => {
    cancelled.push(route.request().method())
    return route.fulfill({ status: 204 })
  })
  await page.reload()
  await settled(page)
  await accessible(page)
  await pictures(page, 'callbacks')
  await page.getByRole('button', { name: 'Do not call +61412345678' }).click()
  await page.getByRole('button', { name: 'Take the place away' }).click()
  await expect(page.getByText('Nobody is to be called back')).toBeVisible()
  expect(cancelled).toEqual(['DELETE'])
})

test('a table that is wider than a phone fades where it goes on', async ({ page, server }) => {
  await server.command('queue', 'add', 'wide')
  await page.goto('/queues')
  const table = page.getByRole('region', { name: 'Queues', exact: true })
  await expect(table.getByRole('link', { name: 'wide', exact: true })).toBeVisible()
  const fading = () =>
    table.evaluate((region) => {
      const style = getComputedStyle(region)
      return style.maskImage === 'none' ? 'nowhere' : `${style.getPropertyValue('--before')} ${style.getPropertyValue('--after')}`
    })
  await expect.poll(fading).toBe('nowhere')
  await page.setViewportSize({ width: 390, height: 844 })
  await expect.poll(fading).toBe('0px 40px')
  await pictures(page, 'table-wide')
  await table.evaluate((region) => region.scrollTo({ left: region.scrollWidth }))
  await expect.poll(fading).toBe('40px 0px')
})
