import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { asAdmin as test, cookiesOf, expect, settled, watch } from './harness'
import { everyLook, pictures } from './pictures'
import type { Server } from './server'

type Role = 'agent' | 'viewer' | 'editor' | 'admin'
const roles: Role[] = ['agent', 'viewer', 'editor', 'admin']
const lookers: Role[] = ['viewer', 'editor', 'admin']

/** Which roles see a page; `does` are its buttons that change something, and whose they are. */
const pages: { at: string; sees: Role[]; heading: string; does?: Record<string, Role[]> }[] = [
  { at: '/me', sees: roles, heading: 'My page' },
  { at: '/me/account', sees: roles, heading: 'Account' },
  { at: '/flows', sees: lookers, heading: 'Flows', does: { 'New flow': ['editor', 'admin'] } },
  { at: '/flows/1', sees: lookers, heading: 'Main line', does: { Publish: ['editor', 'admin'], 'Call it': ['editor', 'admin'], Save: ['editor', 'admin'] } },
  { at: '/flows/1/history', sees: lookers, heading: 'Main line' },
  { at: '/numbers', sees: lookers, heading: 'Numbers', does: { 'Add a number': ['admin'], Import: ['admin'] } },
  { at: '/queues', sees: lookers, heading: 'Queues', does: { 'Add a queue': ['admin'] } },
  { at: '/queues/support', sees: lookers, heading: 'support', does: { Remove: ['admin'], Save: ['admin'] } },
  { at: '/people', sees: lookers, heading: 'People', does: { 'Add a user': ['admin'] } },
  { at: '/people/users/alice', sees: lookers, heading: 'alice', does: { Remove: ['admin'], Save: ['admin'] } },
  { at: '/people/groups', sees: lookers, heading: 'Groups', does: { 'Add a group': ['admin'] } },
  { at: '/people/groups/sales', sees: lookers, heading: 'sales', does: { Remove: ['admin'], Save: ['admin'] } },
  { at: '/audio-library', sees: lookers, heading: 'Audio library' },
  { at: '/rules', sees: lookers, heading: 'Rules' },
  { at: '/calls', sees: lookers, heading: 'Calls' },
  { at: '/voicemail', sees: lookers, heading: 'Voicemail' },
  { at: '/outbox', sees: lookers, heading: 'Outbox' },
  { at: '/audit', sees: ['admin'], heading: 'Audit log' },
  { at: '/health', sees: lookers, heading: 'System health' },
  { at: '/settings', sees: ['admin'], heading: 'Settings' },
]

const places = ['Dashboard', 'My page', 'Flows', 'Numbers', 'Queues', 'People', 'Audio library', 'Rules', 'Calls', 'Voicemail', 'Outbox', 'Audit log', 'System health', 'Settings']
const forLookers = places.filter((place) => !['Audit log', 'Settings'].includes(place))
const menus: Record<Role, string[]> = { agent: ['My page'], viewer: forLookers, editor: forLookers, admin: places }

/** What a role may not ask of the server, whatever a page shows. */
const forbidden: Record<Role, [method: string, at: string][]> = {
  agent: [['GET', '/flows'], ['GET', '/calls'], ['GET', '/users'], ['GET', '/wallboard'], ['POST', '/flows']],
  viewer: [['POST', '/flows'], ['POST', '/flows/1/publish'], ['POST', '/flows/1/trials'], ['POST', '/users'], ['PATCH', '/numbers/100'], ['GET', '/sign-ins']],
  editor: [['POST', '/users'], ['POST', '/numbers'], ['PATCH', '/company'], ['DELETE', '/queues/support'], ['GET', '/sign-ins']],
  admin: [],
}

const notYours = (page: Page) => page.getByRole('heading', { level: 1, name: 'This page is not for you' })

/** A flow, a number, a queue, a user and a group to look at. */
async function furnish(page: Page, server: Server) {
  await server.command('user', 'add', 'alice', '--phone', 'PJSIP/alice')
  for (const [at, data] of [
    ['flows', { name: 'Main line', kind: 'voice' }],
    ['numbers', { number: '100' }],
    ['groups', { name: 'sales', members: ['alice'] }],
    ['queues', { name: 'support', members: [{ user: 'alice' }] }],
  ] as const) {
    const made = await page.request.post(`/api/v1/${at}`, { data })
    expect(made.status(), await made.text()).toBe(201)
  }
}

test('what each role sees, what it can do, and how it is refused', async ({ page, browser, server, signedIn, troubles }) => {
  test.setTimeout(240_000)
  await furnish(page, server)
  for (const role of roles) {
    const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB', storageState: role === 'admin' ? signedIn : await cookiesOf(server, browser, `the-${role}`, role) })
    // Whatever a page asks for in vain stands in the console, and is a trouble.
    await watch(context, troubles)
    const theirs = await context.newPage()
    await test.step(role, async () => {
      await theirs.goto('/')
      await expect(theirs, role).toHaveURL(role === 'agent' ? /\/me$/ : /\/$/)
      await expect(theirs.getByRole('navigation', { name: 'Pages' }).getByRole('link')).toHaveText(menus[role])
      for (const { at, sees, heading, does = {} } of pages) {
        await theirs.goto(at)
        if (!sees.includes(role)) {
          await expect(notYours(theirs), `${role} at ${at}`).toBeVisible()
          continue
        }
        await expect(theirs.getByRole('heading', { level: 1, name: heading }), `${role} at ${at}`).toBeVisible()
        for (const [button, whose] of Object.entries(does)) {
          const named = theirs.getByRole('main').getByRole('button', { name: button, exact: true })
          if (whose.includes(role)) await expect(named.first(), `${role} at ${at}: ${button}`).toBeVisible()
          else await expect(named, `${role} at ${at}: ${button}`).toHaveCount(0)
        }
      }
      for (const [method, at] of forbidden[role]) {
        const answer = await theirs.request.fetch(`/api/v1${at}`, { method, ...(method !== 'GET' && { data: {} }) })
        expect(answer.status(), `${role}: ${method} ${at}`).toBe(403)
      }
    })
    await context.close()
  }
})

test('a page that is somebody else’s says so, and leads to the own one', async ({ browser, server, signedIn, troubles }) => {
  expect(signedIn.cookies).not.toHaveLength(0)
  const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB', storageState: await cookiesOf(server, browser, 'gus', 'agent') })
  await watch(context, troubles)
  const page = await context.newPage()
  await page.goto('/numbers?q=1')
  await expect(notYours(page)).toBeVisible()
  await expect(page.getByText('You are signed in as gus')).toBeVisible()
  await expect(page).toHaveTitle('This page is not for you · callflow')
  await settled(page)
  await pictures(page, 'not-yours')
  await everyLook(page, () => accessible(page))
  await page.getByRole('link', { name: 'To my page' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'My page' })).toBeVisible()
  for (const name of ['My queues', 'My voicemail', 'Missed calls']) await expect(page.getByRole('heading', { name })).toBeVisible()
  await context.close()
})
