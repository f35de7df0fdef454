// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { arranged } from './form/arrangement'
import { at } from './form/path'
import type { NodeType } from './form/node'
import type { Schema } from './form/schema'
import { validate } from './form/validate'
import { edited } from './editors/table'
import { mount, settle } from './testing/mount'
import { nodeType, nodeTypes } from './testing/nodeTypes'
import { seeded, valueOf } from './testing/random'

const made = (properties: Record<string, Schema>, required: string[] = []): NodeType => ({
  name: 'made',
  title: 'Made',
  summary: '',
  kinds: ['voice'],
  schema: { type: 'object', properties, required, additionalProperties: false },
  defaults: {},
  outcomes: [],
})

/** The control that a label names; fails when there is none. */
const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name)
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const type = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } })
const help = (input: HTMLElement) =>
  (input.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent)
    .join(' ')

describe('every type of node', () => {
  const texts = screen
  test.each(nodeTypes.map((one) => [one.name, one] as const))('%s: looking at it changes nothing, whatever it holds', async (_, one) => {
    const random = seeded(one.name.length * 7919 + one.name.charCodeAt(0))
    for (let round = 0; round < 3; round++) {
      const params = (round === 0 ? one.defaults : { ...(valueOf(one.schema, random) as object), stranger: { deep: [1, { x: null }] } }) as Record<string, unknown>
      const before = JSON.stringify(params)
      const view = mount(one, { type: one.name, params })
      for (const fold of texts.queryAllByRole('button', { name: /More settings/ })) if (fold.getAttribute('aria-expanded') === 'false') fireEvent.click(fold)
      for (const control of view.container.querySelectorAll<HTMLElement>('input, select, textarea, button')) {
        control.focus()
        control.blur()
      }
      await settle()
      expect(view.changes).toEqual([])
      expect(JSON.stringify(view.params())).toBe(before)
      view.unmount()
    }
  })

  test.each(nodeTypes.map((one) => [one.name, one] as const))('%s: random params that the schema allows have no problems', (_, one) => {
    const random = seeded(42)
    for (let round = 0; round < 20; round++) {
      const problems = validate(one.schema, valueOf(one.schema, random))
      // Texts of random params may be empty where one is needed.
      expect(problems.filter(({ message }) => message !== 'This is needed.')).toEqual([])
    }
  })

  test.each(nodeTypes.map((one) => [one.name, one] as const))('%s: what one field changes leaves all other params as they are', (_, one) => {
    const params = { ...(valueOf(one.schema, seeded(7)) as object), stranger: { deep: [1] } }
    const view = mount(one, { type: one.name, params })
    type(field('Note'), 'For Bob')
    expect(view.node()).toEqual({ type: one.name, params, note: 'For Bob' })
    const raw = screen.getByLabelText('stranger')
    type(raw, '{"deep":[2]}')
    expect(view.params()).toEqual({ ...params, stranger: { deep: [2] } })
  })

  test('the tables name params that there are', () => {
    const inner = (schema: Schema, path: string): Schema | undefined => path.split('.').reduce<Schema | undefined>((here, key) => {
      const name = key.replaceAll(/[[\]{}]/g, '')
      let next = here?.properties?.[name]
      for (const _ of key.matchAll(/\[\]/g)) next = next?.items
      return next
    }, schema)
    const gone = [...arranged(), ...edited()].filter((name) => {
      const [first = '', ...rest] = name.split('.')
      return !inner(nodeType(first).schema, rest.join('.'))
    })
    expect(gone).toEqual([])
  })
})

describe('the simple fields', () => {
  test('a text: typed letters are one step of undo, another visit is another one', () => {
    const view = mount(made({ room: { type: 'string', description: 'Where they meet.' } }), { type: 'made', label: 'Meeting' })
    const input = field('Room')
    expect(help(input)).toContain('Where they meet.')
    fireEvent.focus(input)
    type(input, 'a')
    type(input, 'ab')
    fireEvent.focus(input)
    type(input, 'abc')
    expect(view.params()).toEqual({ room: 'abc' })
    expect(view.changes.map(({ step }) => step)).toEqual(Array(3).fill('Change room of Meeting'))
    const [one, two, three] = view.changes.map(({ group }) => group)
    expect(one).toBe(two)
    expect(three).not.toBe(two)
    type(input, '')
    expect(view.params()).toBeUndefined()
  })

  test('a default stands as the placeholder, and a value goes back to it', () => {
    const view = mount(nodeType('menu'), { type: 'menu', label: 'Main menu', params: { prompt: 'Hi', keys: { 1: 'A' }, attempts: 5 } })
    const input = field('Attempts')
    expect(input.placeholder).toBe('3')
    expect(input.value).toBe('5')
    fireEvent.click(button('Reset Attempts to default'))
    expect(view.params()).toEqual({ prompt: 'Hi', keys: { 1: 'A' } })
    expect(view.changes.at(-1)?.step).toBe('Reset attempts of Main menu')
    expect(input.value).toBe('')
  })

  test('a number: out of its range it is refused in words at the field, and stays', () => {
    const view = mount(nodeType('menu'), { type: 'menu' })
    const input = field('Attempts')
    type(input, '99')
    expect(view.params()).toEqual({ attempts: 99 })
    expect(input.getAttribute('aria-invalid')).toBe('true')
    expect(help(input)).toContain('Make it at most 20.')
    type(input, '2')
    expect(input.hasAttribute('aria-invalid')).toBe(false)
  })

  test('a number: what is none stays in the field and out of the document', () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: { attempts: 4 } })
    const input = field('Attempts')
    type(input, 'many')
    expect(input.value).toBe('many')
    expect(help(input)).toContain('“many” is no number.')
    expect(view.changes).toEqual([])
  })

  test('a time is read as people write it', () => {
    const view = mount(nodeType('dial'), { type: 'dial' })
    type(field('Ring time of each try'), '1 min 30 s')
    expect(view.params()).toEqual({ timeout_s: 90 })
    expect(screen.getByText('seconds (1 min 30 s)')).toBeTruthy()
  })

  test('arrow keys step a number from its default, within its range', () => {
    const view = mount(nodeType('menu'), { type: 'menu' })
    const input = field('Attempts')
    fireEvent.keyDown(input, { key: 'ArrowUp' })
    expect(view.params()).toEqual({ attempts: 4 })
    type(input, '1')
    fireEvent.keyDown(input, { key: 'ArrowDown' })
    expect(view.params()).toEqual({ attempts: 1 })
  })

  test('undo from outside is shown, also in a number that was being typed', () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: { attempts: 4 } })
    type(field('Attempts'), '7')
    view.set({ attempts: 4 })
    expect(field('Attempts').value).toBe('4')
  })

  test('a switch shows its default and sets what was chosen', () => {
    const view = mount(nodeType('greeting'), { type: 'greeting', params: { say: 'Hi' } })
    fireEvent.click(field('A key stops it'))
    expect(view.params()).toEqual({ say: 'Hi', interruptible: true })
  })

  test('a choice names its default', () => {
    const view = mount(nodeType('dial'), { type: 'dial' })
    const select = field('Who rings')
    expect(within(select).getByText('One after another (default)')).toBeTruthy()
    type(select, 'all')
    expect(view.params()).toEqual({ strategy: 'all' })
    type(select, '')
    expect(view.params()).toBeUndefined()
  })

  test('a choice that is none of them is shown, and refused', () => {
    mount(nodeType('dial'), { type: 'dial', params: { strategy: 'magic' } })
    const select = field('Who rings')
    expect((select as unknown as HTMLSelectElement).value).toBe('magic')
    expect(select.getAttribute('aria-invalid')).toBe('true')
  })

  test('a value of another type is shown raw, refused, and kept', () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: { attempts: { is: 'odd' }, prompt: 'Hi' } })
    expect(field('Attempts').value).toBe('{\n  "is": "odd"\n}')
    expect(help(field('Attempts'))).toContain('This must be a number.')
    type(field('Attempts'), '{"is"')
    expect(view.changes).toEqual([])
    type(field('Attempts'), '3')
    expect(view.params()).toEqual({ attempts: 3, prompt: 'Hi' })
  })
})

describe('lists and maps', () => {
  const list = made({ words: { type: 'array', items: { type: 'string' }, maxItems: 3 } })

  test('entries are added, changed, moved by keys, and removed', () => {
    const view = mount(list, { type: 'made', params: { words: ['a', 'b'] } })
    fireEvent.click(button('Add to Words'))
    expect(view.params()).toEqual({ words: ['a', 'b', ''] })
    type(field('Words 3'), 'c')
    expect(view.params()).toEqual({ words: ['a', 'b', 'c'] })
    expect(button('Add to Words').hasAttribute('disabled')).toBe(true)
    fireEvent.keyDown(button('Move c'), { key: 'ArrowUp' })
    expect(view.params()).toEqual({ words: ['a', 'c', 'b'] })
    expect(view.changes.at(-1)?.step).toBe('Move within words of Made')
    expect(screen.getByText('c is now 2 of 3.')).toBeTruthy()
    fireEvent.keyDown(button('Move a'), { key: 'End' })
    expect(view.params()).toEqual({ words: ['c', 'b', 'a'] })
  })

  test('an entry that is emptied stays until it is removed', () => {
    const view = mount(list, { type: 'made', params: { words: ['a'] } })
    type(field('Words 1'), '')
    expect(view.params()).toEqual({ words: [''] })
    fireEvent.click(button('Remove Words 1'))
    expect(view.params()).toBeUndefined()
  })

  test('an entry is dragged by its handle', () => {
    const view = mount(list, { type: 'made', params: { words: ['a', 'b', 'c'] } })
    const rows = [...view.container.querySelectorAll('ol > li')]
    rows.forEach((row, index) => (row.getBoundingClientRect = () => new DOMRect(0, index * 40, 100, 40)))
    const handle = button('Move a')
    handle.setPointerCapture = () => undefined
    fireEvent.pointerDown(handle, { button: 0, clientY: 20, pointerId: 1 })
    fireEvent.pointerMove(handle, { clientY: 70, pointerId: 1 })
    expect(view.changes).toEqual([])
    fireEvent.pointerUp(handle, { pointerId: 1 })
    expect(view.params()).toEqual({ words: ['b', 'a', 'c'] })
    expect(view.changes).toHaveLength(1)
  })

  const map = made({ vars: { type: 'object', additionalProperties: { type: 'string' } } })

  test('a new entry of a map needs a name that is not taken', () => {
    const view = mount(map, { type: 'made', params: { vars: { a: '1' } } })
    fireEvent.click(button('Add to Variables'))
    const key = field('New: Name')
    type(key, 'a')
    fireEvent.blur(key)
    expect(screen.getByText('“a” is there already: choose another name.')).toBeTruthy()
    expect(view.changes).toEqual([])
    type(key, 'b')
    fireEvent.keyDown(key, { key: 'Enter' })
    expect(view.params()).toEqual({ vars: { a: '1', b: '' } })
    type(field('Variables: b'), '2')
    expect(view.params()).toEqual({ vars: { a: '1', b: '2' } })
  })

  test('a key is renamed in its place', () => {
    const view = mount(map, { type: 'made', params: { vars: { a: '1', b: '2' } } })
    const key = field('Name of a')
    type(key, 'z')
    expect(view.changes).toEqual([])
    fireEvent.blur(key)
    expect(JSON.stringify(view.params())).toBe('{"vars":{"z":"1","b":"2"}}')
  })

  test('a value of one of several forms', () => {
    const view = mount(made({ pick: { oneOf: [{ title: 'Text', type: 'string' }, { title: 'List', type: 'array', items: { type: 'string' } }] } }), { type: 'made', params: { pick: 'x' } })
    expect(screen.getAllByDisplayValue('x')).toHaveLength(1)
    type(field('Pick'), '1')
    expect(view.params()).toEqual({ pick: [] })
  })

  test('keys that a nested object does not have are kept and shown', () => {
    const view = mount(nodeType('voicemail'), { type: 'voicemail', params: { email: { cc: 'a@example.org', pager: 7 } } })
    type(field('pager'), '8')
    expect(view.params()).toEqual({ email: { cc: 'a@example.org', pager: 8 } })
  })
})

describe('findings', () => {
  const finding = { level: 'error' as const, code: 'missing_reference', node: 'node', message: 'Tag “x”: there is no such thing.' }

  test('a finding stands at the very field', () => {
    mount(made({ words: { type: 'array', items: { type: 'string' } } }), { type: 'made', params: { words: ['a', 'b'] } }, { findings: [{ ...finding, param: 'words[1]' }] })
    expect(help(field('Words 2'))).toContain('There is no such thing.')
    expect(field('Words 2').getAttribute('aria-invalid')).toBe('true')
    expect(field('Words 1').hasAttribute('aria-invalid')).toBe(false)
  })

  test('a warning marks nothing as invalid', () => {
    mount(nodeType('menu'), { type: 'menu' }, { findings: [{ ...finding, level: 'warning', param: 'attempts' }] })
    expect(help(field('Attempts'))).toContain('Warning:')
    expect(field('Attempts').hasAttribute('aria-invalid')).toBe(false)
  })

  test('findings of other nodes are left out, those of the node as a whole stand first', () => {
    mount(nodeType('menu'), { type: 'menu' }, { findings: [{ ...finding, node: 'other', message: 'Not mine.' }, { ...finding, message: 'Menu “x”: nothing leads here.' }] })
    expect(screen.queryByText(/Not mine/)).toBeNull()
    expect(screen.getByText('Nothing leads here.')).toBeTruthy()
  })

  test('what is folded away opens when something is wrong in it', () => {
    mount(nodeType('dial'), { type: 'dial' }, { findings: [{ ...finding, param: 'whisper' }] })
    expect(button(/More settings/).getAttribute('aria-expanded')).toBe('true')
  })
})

describe('what every node has', () => {
  test('label, note, skip and sensitive; what is empty is left out', () => {
    const view = mount(nodeType('menu'), { type: 'menu' })
    type(field('Label'), 'Main menu')
    fireEvent.click(field('Skip this node'))
    fireEvent.click(field('Sensitive'))
    expect(view.node()).toEqual({ type: 'menu', label: 'Main menu', skip: true, sensitive: true })
    fireEvent.click(field('Skip this node'))
    type(field('Label'), '')
    expect(view.node()).toEqual({ type: 'menu', sensitive: true })
    expect(view.changes[0]?.step).toBe('Change label of IVR Menu')
  })

  test('an id is renamed when it is left, and only to one that is free', () => {
    const ids: string[] = []
    mount(nodeType('menu'), { type: 'menu' }, { onRename: (id) => ids.push(id), others: { taken: { type: 'menu' } } })
    type(field('Id'), 'taken')
    fireEvent.blur(field('Id'))
    expect(screen.getByText('Another node has this id: choose another one.')).toBeTruthy()
    type(field('Id'), 'main-menu')
    expect(ids).toEqual([])
    fireEvent.keyDown(field('Id'), { key: 'Enter' })
    expect(ids).toEqual(['main-menu'])
  })

  test('a type that is not known shows its params raw', () => {
    const view = mount(undefined, { type: 'later', params: { a: [1], b: 'x' } })
    expect(screen.getByText(/does not know the type “later”/)).toBeTruthy()
    type(field('a'), '[2]')
    expect(view.params()).toEqual({ a: [2], b: 'x' })
  })

  test.each(nodeTypes.map((one) => [one.name, one] as const))('%s: nothing can be changed by who may only look', (_, one) => {
    const view = mount(one, { type: one.name, params: valueOf(one.schema, seeded(3)) as Record<string, unknown> }, { readOnly: true })
    for (const control of view.container.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
      expect(control.readOnly || control.disabled, control.outerHTML).toBe(true)
    }
    expect(at(view.params(), [])).toBeDefined()
  })
})
