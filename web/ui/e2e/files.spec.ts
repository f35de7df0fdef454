import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { accessible } from './axe'
import { apart, draft, edges, hello, learnsLate, node, open, save, visit } from './builder'
import { asAdmin as test, expect, allSaved } from './harness'
import { everyLook, pictures } from './pictures'

// Some look at a dialog in every look.
test.describe.configure({ timeout: 90_000 })

const root = path.resolve(import.meta.dirname, '../../..')

const choose = async (page: Page, what: string) => {
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: what, exact: true }).click()
}

const yaml = `schema: 1
name: From a file
kind: voice
start: welcome
nodes:
  welcome: {type: greeting, label: Good day, params: {audio: "audio:nowhere"}, next: {done: end}}
  end: {type: hangup, label: The end}
`

const dialogOf = (page: Page) => {
  const dialog = page.getByRole('dialog', { name: 'Import a flow' })
  return {
    dialog,
    text: dialog.getByLabel('Text'),
    file: dialog.getByLabel('File'),
    findings: dialog.getByRole('list', { name: 'What is missing' }),
    add: dialog.getByRole('button', { name: 'Add its nodes' }),
    replace: dialog.getByRole('button', { name: 'Replace the flow' }),
  }
}

test('a flow is exported as the command line does it, with what is not saved', async ({ page, server }) => {
  await open(page, 'Export', hello, apart)
  const downloaded = async (as: string) => {
    const download = page.waitForEvent('download')
    await choose(page, as)
    const file = await download
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
  }
  expect(await downloaded('Export as YAML')).toEqual({ name: 'Export.flow.yaml', text: await server.command('flow', 'export', 'Export', '--yaml') })
  expect(await downloaded('Export as JSON')).toEqual({ name: 'Export.flow.json', text: await server.command('flow', 'export', 'Export') })
  await node(page, 'Bye').dblclick()
  await page.getByRole('dialog').getByLabel('Name').fill('Not saved')
  await page.keyboard.press('Enter')
  expect((await downloaded('Export as YAML')).text).toContain('label: Not saved')
})

test('a YAML file takes the place of the flow in one step of undo, with the list of what is missing', async ({ page }) => {
  const id = await open(page, 'Import', hello, apart)
  await choose(page, 'Import')
  const { dialog, file, text, findings, replace, add } = dialogOf(page)
  await expect(replace).toBeDisabled()
  await file.setInputFiles({ name: 'a.yaml', mimeType: 'application/yaml', buffer: Buffer.from(yaml) })
  await expect(findings).toContainText('audio:nowhere')
  await expect(findings).toContainText('Line 6')
  await expect(dialog.getByRole('img', { name: 'Picture of what is in the file' })).toBeVisible()
  await expect(add).toBeEnabled()
  await findings.getByRole('button', { name: 'Line 6' }).first().click()
  await expect(text).toBeFocused()
  expect(await text.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd))).toContain('welcome: {type')
  await pictures(page, 'builder-import')
  await everyLook(page, () => accessible(page, '[role=dialog]'))
  await replace.click()
  await expect(node(page, 'Good day')).toBeVisible()
  await expect(node(page, 'Hello')).toHaveCount(0)
  await expect(page.getByRole('list', { name: 'Findings' })).toContainText('audio:nowhere')
  await page.getByRole('button', { name: 'Undo: Import a flow' }).click()
  await expect(node(page, 'Hello')).toBeVisible()
  await allSaved(page.getByRole('button', { name: 'Save', exact: true }))
  await page.getByRole('button', { name: 'Redo: Import a flow' }).click()
  await save(page)
  expect(await draft(page, id)).toMatchObject({ name: 'Import', start: 'welcome', nodes: { end: { label: 'The end' } } })
})

test('a bad file is told by line, mended on the spot, and nothing is lost', async ({ page }) => {
  const id = await open(page, 'Bad file', hello, apart)
  await choose(page, 'Import')
  const { dialog, text, file, findings, replace, add } = dialogOf(page)
  const never = async (what: string, line: RegExp) => {
    await expect(dialog).toContainText(what)
    await expect(findings).toContainText(line)
    await expect(replace).toBeDisabled()
    await expect(add).toBeDisabled()
  }
  await file.setInputFiles({ name: 'a.yaml', mimeType: 'application/yaml', buffer: Buffer.from('schema: 1\nnodes:\n  a: [\n') })
  await never('It cannot be read', /Line \d/)
  await file.setInputFiles({ name: 'photo.json', mimeType: 'application/json', buffer: Buffer.from('[1, 2]') })
  await never('It cannot be read', /a flow is a mapping/)
  await file.setInputFiles({ name: 'a.yaml', mimeType: 'application/yaml', buffer: Buffer.from(yaml.replace('start:', 'colour: red\nstart:')) })
  await never('Something of it would be lost', /Line 4/)
  await text.fill(yaml.replace('voice', 'text'))
  await expect(dialog).toContainText('voice and text do not mix')
  await expect(replace).toBeDisabled()
  await text.fill(yaml)
  await expect(replace).toBeEnabled()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(node(page, 'Hello')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Undo', exact: true })).toBeDisabled()
  expect((await draft(page, id)).nodes).toHaveProperty('hello')
})

test('YAML is pasted onto the picture, and its nodes come to those that are there', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await open(page, 'Paste', hello, apart)
  await page.evaluate((text) => navigator.clipboard.writeText(text), yaml)
  await page.getByTestId('canvas').focus()
  await page.keyboard.press('Control+v')
  const { text, add } = dialogOf(page)
  await expect(text).toHaveValue(yaml)
  await add.click()
  await expect(page.locator('.react-flow__node')).toHaveCount(4)
  await expect(edges(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Undo: Paste 2 nodes' }).click()
  await expect(page.locator('.react-flow__node')).toHaveCount(2)
})

test.describe('flows of other systems', () => {
  test.use({ expected: /422/ })

  test('come with what could not be taken over; a broken one says where', async ({ page }) => {
    const id = await open(page, 'Other systems', hello, apart)
    await choose(page, 'Import')
    const { dialog, text, file, replace } = dialogOf(page)
    await text.fill('{\n"flow": {"module": "user",}}')
    await expect(dialog.getByRole('alert')).toContainText('line 2')
    await expect(replace).toBeDisabled()
    await file.setInputFiles(path.join(root, 'examples/imports/bakery-studio.json'))
    await expect(dialog.getByLabel('What it is')).toHaveValue('twilio-studio')
    await expect(dialog.getByRole('heading', { name: 'What is not taken over as it was' })).toBeVisible()
    await expect(dialog).toContainText('agent (send-to-flex): it is kept as a note and does nothing.')
    await pictures(page, 'builder-import-foreign')
    await replace.click()
    await expect(page.getByRole('button', { name: 'Undo: Import a flow' })).toBeEnabled()
    await save(page)
    expect(Object.keys((await draft(page, id)).nodes)).toHaveLength(7)
    await choose(page, 'Import')
    await file.setInputFiles(path.join(root, 'examples/imports/reception.yaml'))
    await expect(dialog.getByLabel('What it is')).toHaveValue('scenario')
    await expect(replace).toBeEnabled()
  })
})

/** Publishes what is saved. */
const publish = async (page: Page, id: number, revision: number) => {
  const answer = await page.request.post(`/api/v1/flows/${id}/publish`, { data: { revision } })
  expect(answer.status(), await answer.text()).toBe(200)
}

const rename = async (page: Page, from: string, to: string) => {
  await node(page, from).dblclick()
  await page.getByRole('dialog').getByLabel('Name').fill(to)
  await page.keyboard.press('Enter')
  await expect(node(page, to)).toBeVisible()
}

test('a draft is discarded, and stays in the history; an older revision is rolled back to', async ({ page }) => {
  const id = await open(page, 'Back', hello, apart)
  await publish(page, id, 1)
  await visit(page, id)
  await learnsLate(page, id)
  await rename(page, 'Bye', 'Saved only')
  await save(page)
  await rename(page, 'Hello', 'Not even saved')
  await choose(page, 'Discard the draft')
  const dialog = page.getByRole('alertdialog', { name: 'Discard the draft?' })
  await accessible(page, '[role=alertdialog]')
  await dialog.getByRole('button', { name: 'Discard the draft' }).click()
  await expect(node(page, 'Bye')).toBeVisible()
  await expect(node(page, 'Hello')).toBeVisible()
  await allSaved(page.getByRole('button', { name: 'Save', exact: true }))
  expect((await draft(page, id)).nodes).toMatchObject({ bye: { label: 'Bye' } })
  await page.unrouteAll({ behavior: 'wait' })

  await rename(page, 'Bye', 'Newer')
  await save(page)
  const { latest_revision: newest } = (await (await page.request.get(`/api/v1/flows/${id}`)).json()) as { latest_revision: number }
  await publish(page, id, newest)
  await page.goto(`/flows/${id}/history`)
  const revisions = page.getByRole('list', { name: 'Revisions' })
  await expect(revisions.getByText('Discarded the draft: back to revision 1')).toBeVisible()
  await revisions.getByRole('listitem').last().getByRole('button', { name: 'Roll back' }).click()
  await page.getByRole('alertdialog', { name: 'Roll back to revision 1?' }).getByRole('button', { name: 'Roll back' }).click()
  await expect(revisions.getByRole('listitem').last()).toContainText('Live')
  expect(await (await page.request.get(`/api/v1/flows/${id}`)).json()).toMatchObject({ live_revision: 1 })
})

test('a copy has the settings, or only the structure', async ({ page }) => {
  const id = await open(page, 'Original', hello, apart)
  const copy = async (name: string, structure: boolean) => {
    await visit(page, id)
    await choose(page, 'Copy')
    const dialog = page.getByRole('dialog', { name: 'Copy the flow' })
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByLabel('Only the structure').setChecked(structure)
    await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
    await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
    return draft(page, Number(/\d+$/.exec(new URL(page.url()).pathname)?.[0]))
  }
  const whole = await copy('With settings', false)
  expect(whole.nodes).toMatchObject({ hello: { params: { say: 'Hello.' }, next: { done: 'bye' } } })
  const bare = await copy('Only structure', true)
  expect(bare.nodes).toMatchObject({ hello: { type: 'greeting', next: { done: 'bye' } } })
  expect(bare.nodes.hello?.params ?? {}).not.toHaveProperty('say')
})
