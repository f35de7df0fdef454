import { accessible } from '../axe'
import { expect, nobodySignedIn, settled, test } from '../harness'
import { newcomer } from '../newcomer'
import { everyLook, pictures } from '../pictures'
import { answeredCall } from '../telephones'

test.use({ expected: nobodySignedIn, actionTimeout: 20_000 })

test('from an empty install to a telephone call that is answered, and its trace', async ({ page, server }) => {
  test.setTimeout(240_000)
  await newcomer(page, server, '100')

  const call = await answeredCall('100', '0412345678')
  // It is under way: the dashboard and the list say so, without a reload.
  await expect(page.getByText('There was no call today yet.')).toHaveCount(0, { timeout: 10_000 })
  await page.getByRole('navigation').getByRole('link', { name: 'Calls' }).click()
  await expect(page.getByRole('row', { name: /In progress/ })).toBeVisible()
  await call.hangsUp()
  const row = page.getByRole('row', { name: /Answered/ })
  await expect(row).toBeVisible({ timeout: 10_000 })
  await row.getByRole('link').first().click()

  await expect(page.getByRole('heading', { level: 1, name: /^Call from/ })).toBeVisible()
  const picture = page.getByRole('group', { name: /^The way of the call through Main line/ })
  await expect(picture).toBeVisible()
  await expect(page.getByText('Answered by').locator('..')).toContainText('alice')
  await expect(page.getByRole('button', { name: /Greeting .*done/ })).toBeVisible()
  await expect(page.getByRole('button', { name: /Ring alice .*answered/ })).toBeVisible()
  await picture.getByText('Ring alice').click()
  await expect(page).toHaveURL(/step=2/)
  await settled(page)
  await pictures(page, 'newcomer-trace')
  await everyLook(page, () => accessible(page))
})
