import { admin, expect, settled } from './harness'
import { accessible } from './axe'
import { pictures } from './pictures'
import type { Page } from '@playwright/test'
import type { Server } from './server'

/**
 * The way of somebody new, all of it in the browser: from the link of the first start to a number that runs a flow of a
 * template, changed in the builder. Alice's telephone is PJSIP/alice.
 */
export async function newcomer(page: Page, server: Server, number: string): Promise<void> {
  await signsUp(page, server)
  await addsAlice(page)
  await makesAFlow(page)
  await cannotGiveADraft(page, number)
  await greetsCallers(page)
  await publishes(page)
  await assigns(page, number)
}

async function signsUp(page: Page, server: Server) {
  await page.goto(`${server.url}/setup#${await server.setUpKey()}`)
  await page.getByLabel('Your name').fill(admin.full_name)
  await page.getByLabel('Name to sign in').fill(admin.name)
  await page.getByLabel('Password', { exact: true }).fill(admin.password)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Three steps to the first call' })).toBeVisible()
  await settled(page)
  await accessible(page)
  await pictures(page, 'newcomer-begins')
}

async function addsAlice(page: Page) {
  await page.getByRole('main').getByRole('link', { name: 'People' }).click()
  await page.getByRole('button', { name: 'Add a user' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add a user' })
  await dialog.getByLabel('Name', { exact: true }).fill('alice')
  await dialog.getByLabel('Full name').fill('Alice Adams')
  await dialog.getByLabel('Telephone 1').fill('PJSIP/alice')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Alice Adams' })).toBeVisible()
}

async function makesAFlow(page: Page) {
  await page.getByRole('navigation').getByRole('link', { name: 'Dashboard' }).click()
  await page.getByRole('link', { name: 'New flow' }).click()
  const template = page.getByRole('button', { name: /^Direct with voicemail/ })
  await expect(template.locator('svg').first(), 'its picture').toBeVisible()
  await template.click()
  await page.getByLabel('Name of the flow').fill('Main line')
  await page.getByLabel('User').selectOption({ label: 'Alice Adams' })
  await page.getByRole('button', { name: 'Make the flow' }).click()
  await expect(page).toHaveURL(/\/flows\/\d+/)
  await expect(page.getByTestId('canvas')).toBeVisible()
}

async function cannotGiveADraft(page: Page, number: string) {
  const flow = page.url()
  await page.goto(new URL('/numbers', flow).href)
  await page.getByRole('button', { name: 'Add a number' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Number', { exact: true }).fill(number)
  await expect(dialog.getByRole('option', { name: 'Main line (draft: publish it first)' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await page.goto(flow)
}

/** A greeting is put before the ringing. It has no words yet: a finding, which leads to the node. */
async function greetsCallers(page: Page) {
  const node = (name: string) => page.locator('.react-flow__node', { hasText: name })
  const middle = async (locator: ReturnType<Page['locator']>) => {
    const box = await locator.boundingBox()
    if (!box) throw new Error('it is not to be seen')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  const drag = async (from: { x: number; y: number }, to: { x: number; y: number }) => {
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
  }
  await expect(node('Ring alice')).toBeVisible()
  const ground = await page.getByTestId('canvas').boundingBox()
  if (!ground) throw new Error('no canvas')
  await drag(await middle(page.getByRole('button', { name: 'Greeting', exact: true })), { x: ground.x + ground.width / 2, y: ground.y + ground.height - 90 })
  await node('Greeting').click()
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('c')
  const dialog = page.getByRole('dialog', { name: 'Connect Greeting' })
  await dialog.getByLabel('Leads to').selectOption({ label: 'Ring alice (ring)' })
  await dialog.getByRole('button', { name: 'Connect' }).click()
  await page.keyboard.press('s')
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: /% .*complete/ }).click()
  await page.getByRole('button', { name: /Greeting.*(audio|say)/i }).first().click()
  await expect(page.getByRole('heading', { name: 'Greeting' })).toBeVisible()
  await pictures(page, 'newcomer-finding')
  await page.getByRole('textbox', { name: 'What the caller hears' }).fill('Welcome to the bakery.')
  await expect(page.getByRole('button', { name: /100 %/ })).toBeVisible()
  await pictures(page, 'newcomer-complete')
}

async function publishes(page: Page) {
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(/Message/).fill('The first words that callers hear')
  await accessible(page)
  await pictures(page, 'newcomer-publish')
  await dialog.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByText('New calls run it from now on')).toBeVisible()
}

async function assigns(page: Page, number: string) {
  await page.getByRole('navigation').getByRole('link', { name: 'Numbers' }).click()
  await page.getByRole('button', { name: 'Add a number' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Number', { exact: true }).fill(number)
  await dialog.getByLabel('Flow for calls').selectOption('Main line')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('row', { name: new RegExp(number) }).getByRole('link', { name: 'Main line' })).toBeVisible()
  await accessible(page)

  await page.getByRole('navigation').getByRole('link', { name: 'Dashboard' }).click()
  await expect(page.getByText('There was no call today yet.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Three steps to the first call' })).toHaveCount(0)
}
