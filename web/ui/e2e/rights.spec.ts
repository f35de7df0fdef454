import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { call } from './fastagi'
import { asAdmin as test, cookiesOf, expect, settled, watch } from './harness'
import { everyLook, pictures } from './pictures'
import type { Server } from './server'

type Role = 'agent' | 'viewer' | 'editor' | 'admin'
const roles: Role[] = ['agent', 'viewer', 'editor', 'admin']
const lookers: Role[] = ['viewer', 'editor', 'admin']
const editors: Role[] = ['editor', 'admin']

/** Which roles see a page; `does` are its buttons that change something, and whose they are. */
const pages: { at: string; sees: Role[]; heading: string; does?: Record<string, Role[]> }[] = [
  { at: '/me', sees: roles, heading: 'My page' },
  { at: '/me/account', sees: roles, heading: 'Account' },
  { at: '/flows', sees: lookers, heading: 'Flows', does: { 'New flow': ['editor', 'admin'] } },
  { at: '/flows/1', sees: lookers, heading: 'Main line', does: { Publish: ['editor', 'admin'], 'Call it': ['editor', 'admin'], Save: ['editor', 'admin'] } },
  { at: '/flows/1/history', sees: lookers, heading: 'Main line' },
  { at: '/flows/2/history', sees: lookers, heading: 'History of Night line', does: { 'Roll back': editors, Publish: editors } },
  { at: '/numbers', sees: lookers, heading: 'Numbers', does: { 'Add a number': ['admin'], Import: ['admin'] } },
  { at: '/queues', sees: lookers, heading: 'Queues', does: { 'Add a queue': ['admin'] } },
  { at: '/queues/support', sees: lookers, heading: 'support', does: { Remove: ['admin'], Save: ['admin'] } },
  { at: '/people', sees: lookers, heading: 'People', does: { 'Add a user': ['admin'] } },
  { at: '/people/users/alice', sees: lookers, heading: 'alice', does: { Remove: ['admin'], Save: ['admin'] } },
  { at: '/people/groups', sees: lookers, heading: 'Groups', does: { 'Add a group': ['admin'] } },
  { at: '/people/groups/sales', sees: lookers, heading: 'sales', does: { Remove: ['admin'], Save: ['admin'] } },
  { at: '/audio-library', sees: lookers, heading: 'Audio library', does: { 'New sound': editors, 'Choose files': editors } },
  { at: '/audio-library/hold', sees: lookers, heading: 'hold', does: { Remove: editors, Rename: editors, Replace: editors } },
  { at: '/rules', sees: lookers, heading: 'Rules', does: { 'Block a caller': ['admin'], 'Let in +61412345678 again': ['admin'], 'Add an exception': ['admin'], Save: ['admin'], CSV: lookers } },
  { at: '/rules/limits', sees: lookers, heading: 'Rules', does: { 'Change the limits of The company': ['admin'] } },
  { at: '/calls', sees: lookers, heading: 'Calls' },
  { at: '/voicemail', sees: lookers, heading: 'Voicemail' },
  { at: '/voicemail/user%3Aalice', sees: lookers, heading: 'Mailbox user:alice', does: { 'Give it a greeting of its own': ['admin'], 'Set the PIN': ['admin'], 'Make one': ['admin'], 'Save the number': ['admin'] } },
  { at: '/outbox', sees: lookers, heading: 'Outbox', does: { 'Send the undelivered again': ['admin'] } },
  { at: '/audit', sees: ['admin'], heading: 'Audit log' },
  { at: '/health', sees: lookers, heading: 'System health', does: { 'Look again': lookers } },
  { at: '/settings', sees: ['admin'], heading: 'Settings', does: { Save: ['admin'] } },
]

const places = ['Dashboard', 'My page', 'Flows', 'Numbers', 'Queues', 'People', 'Audio library', 'Rules', 'Calls', 'Voicemail', 'Outbox', 'Audit log', 'System health', 'Settings']
const forLookers = places.filter((place) => !['Audit log', 'Settings'].includes(place))
const menus: Record<Role, string[]> = { agent: ['My page'], viewer: forLookers, editor: forLookers, admin: places }

/** What a role may not ask of the server, whatever a page shows. */
const forbidden: Record<Role, [method: string, at: string][]> = {
  agent: [['GET', '/flows'], ['GET', '/calls'], ['GET', '/users'], ['GET', '/wallboard'], ['POST', '/flows']],
  viewer: [['POST', '/flows'], ['POST', '/flows/1/publish'], ['POST', '/flows/1/trials'], ['POST', '/users'], ['PATCH', '/numbers/100'], ['GET', '/sign-ins'], ['POST', '/audio/speech'], ['DELETE', '/audio/hold'], ['POST', '/imports'], ['DELETE', '/flows/2/draft'], ['POST', '/outbox/retries'], ['GET', '/audit']],
  editor: [['POST', '/blocked-callers'], ['PUT', '/caller-policies/hidden'], ['PATCH', '/caps'], ['PATCH', '/mailboxes/user:alice'], ['PUT', '/mailboxes/user:alice/pin'], ['GET', '/outbox/1'], ['POST', '/outbox/1/retry'], ['DELETE', '/outbox/1'], ['POST', '/outbox/retries'], ['POST', '/numbers/import'], ['GET', '/audit'],
    ['POST', '/users'], ['POST', '/numbers'], ['PATCH', '/company'], ['DELETE', '/queues/support'], ['GET', '/sign-ins']],
  admin: [],
}

const notYours = (page: Page) => page.getByRole('heading', { level: 1, name: 'This page is not for you' })

/** A letter that could not be delivered: a flow tells a web server of a call, at an address that callflow refuses to reach. */
async function undelivered(page: Page, server: Server) {
  const file = path.join(server.folder, 'tell.yaml')
  await writeFile(file, `schema: 1
name: Tell the shop
kind: voice
start: tell
nodes:
  tell: {type: webhook, params: {url: "https://127.0.0.1:9/calls", wait: false}, next: {done: bye}}
  bye: {type: hangup}
`)
  await server.command('flow', 'import', '--publish', file)
  await server.command('number', 'add', '101', '--flow', 'Tell the shop')
  await server.command('number', 'set', '101', '--driver', 'agi')
  await call(server, '101', '+61412345679')
  const dead = async () => ((await (await page.request.get('/api/v1/outbox?state=dead')).json()) as { items: object[] }).items.length
  await expect.poll(dead, { timeout: 20_000 }).toBe(1)
}

/** A flow whose second of three revisions is live. */
async function revised(page: Page) {
  const document = (text: string) => ({ schema: 1, name: 'Night line', kind: 'voice', start: 'hello', nodes: { hello: { type: 'greeting', params: { say: text }, next: { done: 'end' } }, end: { type: 'hangup' } } })
  const made = await page.request.post('/api/v1/flows', { data: { name: 'Night line', document: document('This is one.'), publish: true } })
  expect(made.status(), await made.text()).toBe(201)
  const { id } = (await made.json()) as { id: number }
  expect(id).toBe(2)
  for (const [text, publish] of [['This is two.', true], ['This is three.', false]] as const) {
    const saved = await page.request.put(`/api/v1/flows/${id}/draft`, { data: { document: document(text) } })
    expect(saved.ok(), await saved.text()).toBe(true)
    if (!publish) continue
    const published = await page.request.post(`/api/v1/flows/${id}/publish`, { data: { revision: 2 } })
    expect(published.ok(), await published.text()).toBe(true)
  }
}

/** A flow, a number, a queue, a user, a group, a sound, a blocked caller and a letter to look at. */
async function furnish(page: Page, server: Server) {
  await server.command('user', 'add', 'alice', '--phone', 'PJSIP/alice')
  for (const [at, data] of [
    ['flows', { name: 'Main line', kind: 'voice' }],
    ['numbers', { number: '100' }],
    ['groups', { name: 'sales', members: ['alice'] }],
    ['queues', { name: 'support', members: [{ user: 'alice' }] }],
    ['audio/speech', { name: 'hold', text: 'Please hold.' }],
    ['blocked-callers', { number: '+61412345678' }],
  ] as const) {
    const made = await page.request.post(`/api/v1/${at}`, { data })
    expect(made.ok(), `${at}: ${made.status()} ${await made.text()}`).toBe(true)
  }
  await revised(page)
  await undelivered(page, server)
}

/** What the menu of the builder has for those who may change a flow, and what for all. */
const builderMenu = { editors: ['Tidy up', 'Palette', 'Import', 'Copy', 'Rename', 'Discard the draft'], all: ['Flow settings', 'Flow tests', 'Steps', 'History', 'Who uses this', 'Export as YAML', 'Export as JSON'] }

/** The menu of the builder, of a published flow, as somebody sees it. */
async function menuOf(page: Page): Promise<string[]> {
  await page.goto('/flows/2')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await expect(page.getByRole('menuitem', { name: 'History' })).toBeVisible()
  return page.getByRole('menuitem').allTextContents()
}

test('what each role sees, what it can do, and how it is refused', async ({ page, browser, server, signedIn, troubles }) => {
  test.setTimeout(360_000)
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
      if (role !== 'agent') {
        const menu = editors.includes(role) ? [...builderMenu.all, ...builderMenu.editors] : builderMenu.all
        expect((await menuOf(theirs)).toSorted(), `${role}: the builder’s menu`).toEqual(menu.toSorted())
        await theirs.goto('/outbox?letter=1')
        await settled(theirs)
        // Sending again and dropping stand in the letter, which only an administrator opens.
        for (const button of ['Drop', 'Send now']) await expect(theirs.getByRole('dialog').getByRole('button', { name: button }), `${role}: ${button}`).toHaveCount(role === 'admin' ? 1 : 0)
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
