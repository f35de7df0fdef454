import { accessible } from '../axe'
import { asAdmin as test, expect, settled } from '../harness'
import { pictures } from '../pictures'

// callflow is beside the Asterisk of all, and only this file's loses it.
test.use({ beside: 'asterisk on a wire' })

test('the page tells Asterisk’s version and state, and what to do when it is gone', async ({ page, server }) => {
  await page.goto('/health')
  const checks = page.getByRole('main').getByRole('listitem')
  const named = (name: string) => checks.filter({ has: page.getByText(name, { exact: true }) })
  const fact = (name: string) => page.getByRole('main').locator('dt').filter({ hasText: new RegExp(`^${name}$`) }).locator('+ dd')
  const version = process.env.ASTERISK_VERSION ?? 'no version'

  /** Looks again until the page has it: the server looks once in ten seconds at most. */
  async function shows(what: () => Promise<void>) {
    await expect(async () => {
      await page.getByRole('button', { name: 'Look again' }).click()
      await what()
    }).toPass({ timeout: 40_000 })
  }

  await shows(() => expect(fact('Connection to Asterisk')).toHaveText('Connected', { timeout: 1000 }))
  await expect(named('Asterisk')).toContainText(`version ${version}`)
  await expect(named('Asterisk').getByRole('img', { name: 'well' })).toBeVisible()
  await expect(fact('Asterisk')).toContainText(version)
  await expect(named('ARI')).toContainText('answers, and takes the user')
  await expect(named('connection')).toContainText('holds')
  await settled(page)
  await accessible(page)
  await pictures(page, 'health-asterisk')

  await server.wire?.part()
  await shows(() => expect(fact('Connection to Asterisk')).toHaveText('Not connected', { timeout: 1000 }))
  await expect(named('ARI').getByRole('img', { name: 'fails' })).toBeVisible()
  await expect(named('ARI')).toContainText('nothing answers at')
  await expect(named('ARI')).toContainText('Start Asterisk')
  await expect(named('connection').getByRole('img', { name: 'fails' })).toBeVisible()
  await expect(fact('Asterisk')).toHaveText('not known')
  await pictures(page, 'health-asterisk-gone')

  await server.wire?.join()
  await shows(() => expect(fact('Connection to Asterisk')).toHaveText('Connected', { timeout: 1000 }))
  await expect(named('ARI')).toContainText('answers, and takes the user')
})
