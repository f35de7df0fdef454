import type { Page } from '@playwright/test'
import type { Session } from '../src/api/session'

/** A session that the server does not know: only the page believes it, for tests of what needs no data of the server's. */
export async function pretend(page: Page, session: Partial<Session> = {}): Promise<void> {
  const json: Session = {
    user: 'ada',
    full_name: 'Ada Admin',
    company: 'default',
    timezone: 'Europe/Berlin',
    language: 'en',
    role: 'admin',
    rights: ['own', 'view', 'flows', 'admin'],
    totp: false,
    ...session,
  }
  await page.route('**/api/v1/session', (route) => (route.request().method() === 'GET' ? route.fulfill({ json }) : route.fallback()))
}
