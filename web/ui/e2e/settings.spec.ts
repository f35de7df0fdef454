import { accessible } from './axe'
import { codeOf } from './totp'
import { admin, asAdmin as test, expect, settled, watch } from './harness'
import { everyLook, pictures } from './pictures'

test.describe.configure({ timeout: 90_000 })

test.describe('settings', () => {
  test.use({ expected: /422 .*\/api\/v1\/(company|notices)\)$|412 .*\/company\)$/ })
  test('of the company are refused at the field, saved, and found again', async ({ page, server }) => {
    await page.goto('/settings')
    const zone = page.getByLabel('Time zone')
    await zone.fill('Nowhere/Land')
    await page.getByLabel('Way outside').fill('PJSIP/trunk')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(zone).toHaveAccessibleDescription(/not a known time zone/)
    await expect(zone).toBeFocused()
    await pictures(page, 'settings-refused')
    await zone.fill('Australia/Sydney')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByLabel('Way outside')).toHaveAccessibleDescription(/has no \{number\}/)
    await page.getByLabel('Way outside').fill('PJSIP/{number}@trunk')

    // Somebody else changes another field meanwhile: nothing of either is lost.
    await server.command('company', 'set', '--language', 'en-AU')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Show what is saved now' }).click()
    await expect(page.getByLabel('Language')).toHaveValue('en-AU')
    await expect(zone).toHaveValue('Australia/Sydney')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Saved.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled()

    await page.getByLabel('Missed calls').selectOption('webhook')
    await page.getByLabel('Address of the web request').fill('javascript:alert(1)')
    await page.getByRole('button', { name: 'Save the notices' }).click()
    await expect(page.getByLabel('Address of the web request')).toHaveAccessibleDescription(/https:/)
    await page.getByLabel('Address of the web request').fill('https://example.org/calls')
    await page.getByRole('button', { name: 'Save the notices' }).click()
    await expect(page.getByRole('button', { name: 'Save the notices' })).toBeDisabled()

    await page.getByLabel('Failed tests block publishing').click() // it is checked once the server has it
    await expect(page.getByLabel('Failed tests block publishing')).toBeChecked()
    await page.reload()
    await expect(page.getByLabel('Way outside')).toHaveValue('PJSIP/{number}@trunk')
    await expect(page.getByLabel('Missed calls')).toHaveValue('webhook')
    await expect(page.getByLabel('Failed tests block publishing')).toBeChecked()
    await settled(page)
    await pictures(page, 'settings')
    await everyLook(page, () => accessible(page))
  })
})

test('tokens are made and revoked here too', async ({ page }) => {
  await page.goto('/settings')
  await page.getByRole('button', { name: 'Make a token' }).click()
  await page.getByLabel('What it is for').fill('CRM')
  await page.getByRole('button', { name: 'Make it' }).click()
  await expect(page.getByRole('textbox', { name: 'Token' })).not.toHaveValue('')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Revoke CRM' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText('CRM is revoked.')).toBeVisible()
})

// The last, because a second factor ends the session that the others come with.
test.describe('a second factor of everybody', () => {
  test.use({ expected: /403 .*\/api\/v1\// })
  test('is asked for by who has one, and set up by who has none', async ({ page, server, browser, troubles }) => {
    await server.command('user', 'add', 'bob', '--full-name', 'Bob Baker')
    const [, key] = /\/setup#(\S+)/.exec(await server.command('user', 'invite', 'bob', '--role', 'editor')) ?? []
    await page.goto('/settings')
    await expect(page.getByRole('checkbox', { name: 'Everybody needs a second factor' })).toBeDisabled()
    await page.getByRole('link', { name: 'set up your own' }).click()
    await page.getByRole('button', { name: 'Set it up' }).click()
    await page.getByLabel('Code that the app shows').fill(codeOf(await page.getByRole('textbox', { name: 'Key' }).inputValue()))
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByRole('button', { name: 'I have kept them' }).click()

    await page.goto('/settings')
    await page.getByRole('checkbox', { name: 'Everybody needs a second factor' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Ask everybody' }).click()
    await expect(page.getByText('Everybody needs a second factor now.')).toBeVisible()
    await expect(page.getByRole('checkbox', { name: 'Everybody needs a second factor' })).toBeChecked()
    await expect(page.getByRole('link', { name: 'Bob Baker' })).toBeVisible()
    await settled(page)
    await pictures(page, 'settings-second-factor')
    await accessible(page)

    const context = await browser.newContext({ baseURL: server.url, locale: 'en-GB', reducedMotion: 'reduce', storageState: { cookies: [], origins: [] } })
    await watch(context, troubles, /401 .*\/api\/v1\/session\)$/)
    const bob = await context.newPage()
    await bob.goto(`/setup#${key}`)
    await bob.getByLabel('Password', { exact: true }).fill(admin.password)
    await bob.getByRole('button', { name: 'Go on' }).click()
    await expect(bob.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible()
    await pictures(bob, 'second-factor-needed')
    await everyLook(bob, () => accessible(bob))
    await bob.goto('/flows')
    await expect(bob).toHaveURL(/\/second-factor/)
    await bob.getByLabel('Code that the app shows').fill(codeOf(await bob.getByRole('textbox', { name: 'Key' }).inputValue()))
    await bob.getByRole('button', { name: 'Turn it on' }).click()
    await expect(bob.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(8)
    await bob.getByRole('button', { name: 'I have kept them' }).click()
    await expect(bob).toHaveURL(/\/flows$/)
    await expect(bob.getByRole('heading', { level: 1, name: 'Flows' })).toBeVisible()
    await context.close()

    await page.reload()
    await page.getByRole('checkbox', { name: 'Everybody needs a second factor' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Leave it to them' }).click()
    await expect(page.getByRole('checkbox', { name: 'Everybody needs a second factor' })).not.toBeChecked()
  })
})
