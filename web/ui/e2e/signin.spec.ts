import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { admin, asAdmin, expect, test } from './harness'
import { everyLook, pictures } from './pictures'
import { codeOf } from './totp'

// A refused request stands in the console: these are refused on purpose.
const refused = /4(01|10|22|29) .*\/api\/v1\/(session|setup)|403 .*\/session\/(password|totp)\)$/

async function signIn(page: Page, name: string, password: string) {
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test.describe('the first admin', () => {
  test.use({ expected: refused })
  test('follows the link of the first start, and the link works once', async ({ fresh, page }) => {
    const link = `${fresh.url}/setup#${await fresh.setUpKey()}`
    await page.goto(link)
    await expect(page.getByRole('heading', { name: 'Set up callflow' })).toBeVisible()
    await pictures(page, 'set-up')
    await everyLook(page, () => accessible(page))

    await page.getByLabel('Your name').fill('Ada Admin')
    await page.getByLabel('Name to sign in').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill('short')
    await page.getByRole('button', { name: 'Go on' }).click()
    const password = page.getByLabel('Password', { exact: true })
    await expect(password).toHaveAccessibleDescription(/at least 12 characters/)
    await expect(password).toBeFocused()
    await pictures(page, 'set-up-refused')
    await password.fill(admin.password)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Account of Ada Admin' })).toBeVisible()

    await page.goto('about:blank')
    await page.goto(link)
    await expect(page.getByRole('heading', { name: 'This link does not work any more' })).toBeVisible()
    await accessible(page)
  })
})

test.describe('whoever comes back', () => {
  test.use({ expected: refused })
  test('signs in, and comes to the page that was asked for', async ({ page, signedIn }) => {
    expect(signedIn.cookies).not.toHaveLength(0)
    await page.goto('/numbers')
    await signIn(page, admin.name, 'this is not the password')
    await expect(page.getByRole('alert')).toHaveText('The name or the password is wrong.')
    await pictures(page, 'sign-in-wrong')
    await signIn(page, admin.name, admin.password)
    await expect(page).toHaveURL(/\/numbers$/)
    await expect(page.getByText('A wrong password was tried for your name')).toBeVisible()
    await accessible(page)

    await page.getByRole('button', { name: `Account of ${admin.full_name}` }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/signin$/)
    await page.goto('/numbers')
    await expect(page).toHaveURL(/\/signin/)
  })

  test('after an invitation chooses a password, and sees what the role allows', async ({ server, page, signedIn }) => {
    expect(signedIn.cookies).not.toHaveLength(0)
    await server.command('user', 'add', 'bob', '--full-name', 'Bob <i>Baker</i>', '--phone', 'PJSIP/bob')
    const [link] = /http\S+\/setup#\S+/.exec(await server.command('user', 'invite', 'bob', '--role', 'agent')) ?? []
    await page.goto(new URL(link ?? '').hash ? `/setup${new URL(link ?? '').hash}` : '')
    await expect(page.getByRole('heading', { name: 'Welcome, Bob <i>Baker</i>' })).toBeVisible()
    await pictures(page, 'invited')
    await page.getByLabel('Password', { exact: true }).fill('three blue bicycles in the rain')
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect(page).toHaveURL(/\/me$/)
    await expect(page.getByRole('navigation').getByRole('link')).toHaveText(['My page'])
  })
})

test.describe('a second factor', () => {
  test.use({ expected: refused })
  test('is asked for from the moment it is confirmed', async ({ fresh, page }) => {
    await page.goto(`${fresh.url}/setup#${await fresh.setUpKey()}`)
    await page.getByLabel('Name to sign in').fill('ada')
    await page.getByLabel('Password', { exact: true }).fill(admin.password)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()

    await page.goto(`${fresh.url}/me/account`)
    await page.getByRole('button', { name: 'Set it up' }).click()
    const secret = await page.getByRole('textbox', { name: 'Key' }).inputValue()
    await page.getByLabel('Code that the app shows').fill(codeOf(secret))
    await page.getByRole('button', { name: 'Turn it on' }).click()
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
    await expect(codes).toHaveCount(8)
    const recovery = (await codes.first().textContent()) ?? ''
    await pictures(page, 'recovery-codes')
    await page.getByRole('button', { name: 'I have kept them' }).click()

    await page.getByRole('button', { name: 'Account of ada' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await signIn(page, 'ada', admin.password)
    await expect(page.getByLabel('Code')).toBeFocused()
    await pictures(page, 'code')
    await accessible(page)
    await page.getByLabel('Code').fill('000000')
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect(page.getByRole('alert')).toContainText('That code is wrong')
    await page.getByRole('button', { name: 'The phone is gone: use a recovery code' }).click()
    await page.getByLabel('Recovery code').fill(recovery)
    await page.getByRole('button', { name: 'Go on' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()

    await page.goto(`${fresh.url}/me/account`)
    await page.getByRole('button', { name: 'Turn it off' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Your password').fill('not mine')
    await dialog.getByRole('button', { name: 'Turn it off' }).click()
    await expect(dialog.getByRole('alert')).toContainText('This is not your password.')
    await dialog.getByLabel('Your password').fill(admin.password)
    await dialog.getByRole('button', { name: 'Turn it off' }).click()
    await expect(page.getByRole('button', { name: 'Set it up' })).toBeVisible()
  })
})

asAdmin.describe('who is signed in', () => {
  for (const [what, next] of Object.entries({ 'another site': 'https://elsewhere.example/', 'another site in short': '//elsewhere.example/', 'a script': 'javascript:alert(1)' }))
    asAdmin(`is not led to ${what} by a link to the sign-in page`, async ({ page }) => {
      await page.goto(`/signin?next=${encodeURIComponent(next)}`)
      await expect(page.getByRole('heading', { level: 1, name: 'Dashboard' })).toBeVisible()
      await expect(page).toHaveURL('/')
    })
})

asAdmin.describe('an account', () => {
  asAdmin('makes a token that works, and revokes it', async ({ page, server, request }) => {
    await page.goto('/me/account')
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.getByLabel('What it is for').fill('Wallboard')
    await page.getByRole('button', { name: 'Make it' }).click()
    const token = await page.getByRole('textbox', { name: 'Token' }).inputValue()
    const asks = async () =>
      (await request.get(`${server.url}/api/v1/flows`, { headers: { Authorization: `Bearer ${token}`, Cookie: '' } })).status()
    expect(await asks()).toBe(200)
    await pictures(page, 'token-made')
    await page.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('button', { name: 'Revoke Wallboard' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
    await expect(page.getByText('Wallboard is revoked.')).toBeVisible()
    await expect(page.getByRole('heading', { name: 'No tokens' })).toBeVisible()
    expect(await asks()).toBe(401)
    await accessible(page)
  })

  asAdmin('shows where one is signed in', async ({ page }) => {
    await page.goto('/me/account')
    await expect(page.getByRole('cell', { name: 'This one' })).toBeVisible()
    await pictures(page, 'account')
    await everyLook(page, () => accessible(page))
  })
})

asAdmin.describe('a server that stops', () => {
  asAdmin.use({ expected: /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/ })
  asAdmin('loses nothing that was typed', async ({ page, server }) => {
    await page.goto('/me/account')
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.getByLabel('What it is for').fill('CRM')
    await server.stop()
    await page.getByRole('button', { name: 'Make it' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('callflow cannot be reached')
    await pictures(page, 'unreachable')
    await server.start()
    await expect(page.getByLabel('What it is for')).toHaveValue('CRM')
    await page.getByRole('button', { name: 'Make it' }).click()
    await expect(page.getByRole('textbox', { name: 'Token' })).not.toHaveValue('')
  })
})
