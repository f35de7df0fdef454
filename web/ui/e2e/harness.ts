import { test as base, expect, type ConsoleMessage, type Locator, type Page } from '@playwright/test'
import { Server, type Beside } from './server'

export { expect }

type Cookies = Awaited<ReturnType<import('@playwright/test').BrowserContext['storageState']>>

export type Worker = {
  /** What callflow runs beside. */
  beside: Beside
  /** The callflow of the file whose tests run now. */
  house: House
}

type Each = {
  /** A callflow of this file's own; its first admin is `admin`, with the password `password`. */
  server: Server
  /** The cookies of the admin. */
  signedIn: Cookies
  /** A callflow of the test's own, that nobody has set up; its pages are at fresh.url. */
  fresh: Server
  /** Console errors that a test brings about on purpose, such as a refused request. One pattern: Playwright reads lists in its own way. */
  expected: RegExp
  /** What went wrong in any page of the test; empty at its end, or the test fails. */
  troubles: string[]
}

/** One callflow after another, one for each file of tests, so that what one file leaves is not in the way of the next. */
class House {
  cookies: Cookies | undefined
  private file = ''
  private server: Server | undefined
  private readonly beside: Worker['beside']

  constructor(beside: Worker['beside']) {
    this.beside = beside
  }

  async serverOf(file: string): Promise<Server> {
    if (this.server && this.file === file) return this.server
    await this.leave()
    this.file = file
    this.server = await Server.make(this.beside)
    await this.server.start()
    return this.server
  }

  async leave(): Promise<void> {
    await this.server?.remove()
    this.server = this.cookies = undefined
  }
}

/** Makes the first admin; the cookies are those of the session that begins by it. */
async function setUp(server: Server, browser: import('@playwright/test').Browser): Promise<Cookies> {
  const context = await browser.newContext({ baseURL: server.url })
  const answer = await context.request.post('/api/v1/setup', { data: { key: await server.setUpKey(), ...admin } })
  if (!answer.ok()) throw new Error(`the first admin: ${answer.status()} ${await answer.text()}`)
  const cookies = await context.storageState()
  await context.close()
  return cookies
}

/** Somebody else, invited in a role; the cookies are theirs. */
export async function cookiesOf(server: Server, browser: import('@playwright/test').Browser, name: string, role: string): Promise<Cookies> {
  await server.command('user', 'add', name)
  const key = /setup#([\w-]+)/.exec(await server.command('user', 'invite', name, '--role', role))?.[1]
  // Without the cookies of the test's own page: following the link would end that session.
  const context = await browser.newContext({ baseURL: server.url, storageState: { cookies: [], origins: [] } })
  const answer = await context.request.post('/api/v1/setup', { data: { key, password: admin.password } })
  if (!answer.ok()) throw new Error(`${name}: ${answer.status()} ${await answer.text()}`)
  const cookies = await context.storageState()
  await context.close()
  return cookies
}

export const admin = { name: 'admin', full_name: 'Ada Admin', password: 'correct horse battery staple' }

/**
 * The base of all browser tests. Any violation of the Content Security Policy, any error in the console and any error that
 * nobody caught fails the test, in every page of its context.
 */
export const test = base.extend<Each, Worker>({
  beside: ['nothing', { scope: 'worker', option: true }],
  house: [
    async ({ beside }, use) => {
      const house = new House(beside)
      await use(house)
      await house.leave()
    },
    { scope: 'worker' },
  ],
  server: async ({ house }, use, { file }) => use(await house.serverOf(file)),

  fresh: async ({ context }, use) => {
    const server = await Server.make()
    await server.start()
    await use(server)
    // A page that stays would miss its server, and say so in the console.
    for (const page of context.pages()) await page.close()
    await server.remove()
  },

  signedIn: async ({ house, server, browser }, use) => {
    house.cookies ??= await setUp(server, browser)
    await use(house.cookies)
  },

  baseURL: async ({ server }, use) => use(server.url),
  expected: [/(?!)/, { option: true }],
  troubles: async ({}, use) => use([]),

  context: async ({ context, expected, troubles }, use) => {
    await watch(context, troubles, expected)
    await use(context)
    expect(troubles, 'errors in the page').toEqual([])
  },
})

/** The same, for tests whose pages are the admin's. */
export const asAdmin = test.extend({
  storageState: async ({ signedIn }, use) => use(signedIn),
})

/** Notes all troubles of a context; for contexts that a test makes itself, such as a second person's. */
export async function watch(context: import('@playwright/test').BrowserContext, troubles: string[], expected = /(?!)/) {
  await context.exposeBinding('callflowTrouble', (_source, text: string) => void troubles.push(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { callflowTrouble } = window as unknown as { callflowTrouble: (text: string) => void }
      callflowTrouble(`CSP: ${event.violatedDirective} ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  context.on('console', (message) => {
    const text = messageText(message)
    if (message.type() === 'error' && !expected.test(text)) troubles.push(`console: ${text}`)
  })
  context.on('weberror', (error) => troubles.push(`uncaught: ${error.error().stack ?? error.error().message}`))
}

function messageText(message: ConsoleMessage): string {
  const { url } = message.location()
  return url ? `${message.text()} (${url})` : message.text()
}

/** Chromium writes each refused request into the console; this one is how the pages learn that nobody is signed in. */
export const nobodySignedIn = /401 .*\/api\/v1\/session\)$/

/** Waits until nothing is fetched and no skeleton is shown. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
}

/** Waits until a form's button has nothing left to save. A button that is still saving counts as disabled too, for toBeDisabled. */
export const allSaved = (button: Locator) => expect(button).toHaveAttribute('disabled')
