import type { Page } from '@playwright/test'
import { open } from './builder'
import { asAdmin as test, expect, settled } from './harness'
import { pictures } from './pictures'

test.describe.configure({ timeout: 60_000 })

test.beforeEach(({ page }) => page.addInitScript(() => localStorage.setItem('callflow.language', 'de')))

/** Every text of a value that people read, such as of an answer of the API. */
function textsOf(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return ['title', 'summary', 'description', 'about', 'message', 'what', 'found', 'do'].includes(key) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, name))
}

/** What the server says in English, and not the same in German. */
async function onlyEnglish(ask: (language: string) => Promise<unknown>): Promise<string[]> {
  const german = new Set(textsOf(await ask('de')))
  return textsOf(await ask('en')).filter((text) => text && !german.has(text))
}

/** The page has none of the texts, whole words of them. */
async function hasNone(page: Page, english: string[]) {
  const shown = await page.locator('body').innerText()
  const letter = (at: number) => /\p{L}/u.test(shown.charAt(at))
  const stands = (text: string) => {
    for (let at = shown.indexOf(text); at >= 0; at = shown.indexOf(text, at + 1)) if (!letter(at - 1) && !letter(at + text.length)) return true
    return false
  }
  expect(english.filter(stands)).toEqual([])
}

test('a German builder has German titles, settings and findings', async ({ page }) => {
  const nodes = {
    hello: { type: 'greeting', label: 'Hallo', next: { done: 'menu' } },
    menu: { type: 'menu', label: 'Frage', params: { attempts: 0 }, next: { done: 'bye' } },
    dial: { type: 'dial', label: 'Kollegen', params: { targets: ['someone', 'user:nobody'] } },
    bye: { type: 'hangup', label: 'Ende' },
  }
  await open(page, 'Deutsch', nodes, { hello: { x: 0, y: 0 }, menu: { x: 0, y: 200 }, dial: { x: 400, y: 200 }, bye: { x: 400, y: 0 } })
  await page.getByRole('button', { name: /% .*vollständig/ }).click()
  const findings = page.getByRole('list', { name: 'Befunde' })
  await expect(findings).toContainText('Begrüßung „Hallo“: Es gibt nichts zu spielen')
  await expect(findings).toContainText('„attempts“ ist 0: Erlaubt ist mindestens 1.')
  await expect(findings).toContainText('Das Ziel „someone“ ist unbekannt')
  await expect(findings).toContainText('es gibt keine Person „nobody“')
  await expect(page.getByRole('button', { name: 'Warteschlange' })).toBeVisible() // in the palette
  const ask = async (language: string) => {
    const headers = { 'Accept-Language': language }
    const types: unknown = await (await page.request.get('/api/v1/node-types', { headers })).json()
    const document = { schema: 1, name: 'Deutsch', kind: 'voice', start: 'hello', nodes }
    return [types, await (await page.request.post('/api/v1/checks', { headers, data: { document } })).json()]
  }
  const english = await onlyEnglish(ask)
  expect(english.length).toBeGreaterThan(250)
  for (const name of ['Hallo', 'Frage', 'Kollegen']) {
    await findings.getByRole('button', { name: new RegExp(`„${name}“`) }).first().click()
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible()
    await hasNone(page, english)
    await page.getByRole('button', { name: /% .*vollständig/ }).click()
    await expect(findings).toBeVisible()
  }
  await settled(page)
  await pictures(page, 'german-builder')
})

test('a German page on the system’s health has no English', async ({ page, server }) => {
  await server.command('number', 'add', '100')
  await page.goto('/health')
  const checks = page.getByRole('main').getByRole('listitem')
  await expect(checks.filter({ has: page.getByText('Datenordner', { exact: true }) })).toContainText('frei')
  await expect(checks.filter({ has: page.getByText('ARI', { exact: true }) })).toContainText('antwortet nichts')
  const numbers = checks.filter({ has: page.getByText('Nummern', { exact: true }) })
  await expect(numbers).toContainText('1 von 1 haben keinen Ablauf: 100')
  await expect(numbers.getByRole('link', { name: 'Zu den Nummern' })).toBeVisible()
  const ask = async (language: string) => (await page.request.get('/api/v1/health', { headers: { 'Accept-Language': language } })).json() as Promise<unknown>
  const english = await onlyEnglish(ask)
  expect(english.length).toBeGreaterThan(10)
  // Single words stand in what the system says of a refused connection too.
  await hasNone(page, english.filter((text) => text.includes(' ')))
  await settled(page)
  await pictures(page, 'german-health')
})

test.describe('what is refused', () => {
  test.use({ expected: /(409|422) / })

  test('reads German at its field and beside the form', async ({ page, server }) => {
    await server.command('user', 'add', 'ines', '--phone', 'PJSIP/ines')
    await page.goto('/people')
    await page.getByRole('button', { name: 'Person anlegen' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Person anlegen' })
    const name = dialog.getByLabel('Name', { exact: true })
    const add = dialog.getByRole('button', { name: 'Anlegen', exact: true }).or(dialog.getByRole('button', { name: 'Hinzufügen', exact: true }))
    await name.fill('zwei Wörter')
    await add.click()
    await expect(name).toHaveAccessibleDescription(/Verwenden Sie nur Buchstaben, Ziffern/)
    await pictures(page, 'german-refused')
    await name.fill('Ines')
    await add.click()
    await expect(dialog.getByRole('alert')).toHaveText('Die Person „Ines“ existiert bereits; wählen Sie einen anderen Namen.')
  })
})

test('templates are told of in German', async ({ page }) => {
  const ask = async (language: string) => (await page.request.get('/api/v1/templates', { headers: { 'Accept-Language': language } })).json() as Promise<unknown>
  const english = await onlyEnglish(ask)
  expect(english.length).toBeGreaterThan(40)
  await page.goto('/flows?new=true')
  await expect(page.getByText('Geschäftszeiten', { exact: true })).toBeVisible()
  await settled(page)
  await hasNone(page, english)
  await pictures(page, 'german-templates')
})
