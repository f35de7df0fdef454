import { test as base, expect, type ConsoleMessage, type Page } from '@playwright/test'
import { Server } from './server'

export { expect }

export type Worker = {
  /** What callflow runs beside. */
  beside: 'nothing' | 'asterisk'
  /** A callflow of this worker's own; its first admin is `admin`, with the password `password`. */
  server: Server
  /** The cookies of the admin. */
  signedIn: Awaited<ReturnType<import('@playwright/test').BrowserContext['storageState']>>
}

type Each = {
  /** A callflow of the test's own, that nobody has set up; its pages are at fresh.url. */
  fresh: Server
  /** Console errors that a test brings about on purpose, such as a refused request. One pattern: Playwright reads lists in its own way. */
  expected: RegExp
  /** What went wrong in any page of the test; empty at its end, or the test fails. */
  troubles: string[]
}

export const admin = { name: 'admin', full_name: 'Ada Admin', password: 'correct horse battery staple' }

/**
 * The base of all browser tests. Any violation of the Content Security Policy, any error in the console and any error that
 * nobody caught fails the test, in every page of its context.
 */
export const test = base.extend<Each, Worker>({
  beside: ['nothing', { scope: 'worker', option: true }],
  server: [
    async ({ beside }, use) => {
      const server = await Server.make(beside)
      await server.start()
      await use(server)
      await server.remove()
    },
    { scope: 'worker' },
  ],

  fresh: async ({}, use) => {
    const server = await Server.make()
    await server.start()
    await use(server)
    await server.remove()
  },

  signedIn: [
    async ({ server, browser }, use) => {
      const context = await browser.newContext({ baseURL: server.url })
      const answer = await context.request.post('/api/v1/setup', { data: { key: server.setUpKey(), ...admin } })
      if (!answer.ok()) throw new Error(`the first admin: ${answer.status()} ${await answer.text()}`)
      await use(await context.storageState())
      await context.close()
    },
    { scope: 'worker' },
  ],

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
