// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import { mount, settle } from '../testing/mount'
import { nodeType } from '../testing/nodeTypes'

const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name)
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const type = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value, selectionStart: value.length } })
const open = () => fireEvent.click(button(/More settings/))

describe('references', () => {
  test('a queue is chosen by the words in its name, and stands in the flow as queue:NAME', async () => {
    const view = mount(nodeType('queue'), { type: 'queue' })
    await settle()
    const input = field(/^Queue/)
    type(input, 'supp')
    fireEvent.click(screen.getByRole('option', { name: /support/ }))
    expect(view.params()).toEqual({ queue: 'queue:support' })
    expect(input.value).toBe('support')
  })

  test('keys walk the list; Escape gives the old value back and changes nothing', async () => {
    const view = mount(nodeType('voicemail'), { type: 'voicemail', params: { box: 'user:bob' } })
    await settle()
    const input = field(/^Box/)
    expect(input.value).toBe('Bob Brown')
    fireEvent.keyDown(input, { key: 'ArrowDown' })
    expect(input.getAttribute('aria-expanded')).toBe('true')
    fireEvent.keyDown(input, { key: 'ArrowDown' })
    const option = document.getElementById(input.getAttribute('aria-activedescendant') ?? '')
    expect(option?.textContent).toContain('Bob Brown')
    fireEvent.keyDown(input, { key: 'Escape' })
    expect(input.getAttribute('aria-expanded')).toBe('false')
    expect(view.changes).toEqual([])
    fireEvent.keyDown(input, { key: 'ArrowDown' })
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(view.params()).toEqual({ box: 'user:alice' })
  })

  test('what is not there yet can be named, and is left to the check', async () => {
    const view = mount(nodeType('queue'), { type: 'queue' })
    await settle()
    type(field(/^Queue/), 'sales')
    fireEvent.blur(field(/^Queue/))
    expect(view.params()).toEqual({ queue: 'queue:sales' })
  })

  test('a field works while nothing can be fetched', async () => {
    const view = mount(nodeType('queue'), { type: 'queue', params: { queue: 'queue:support' } }, { references: { list: () => Promise.reject(new Error('offline')) } })
    await settle()
    expect(field(/^Queue/).value).toBe('queue:support')
    type(field(/^Queue/), 'queue:other')
    fireEvent.keyDown(field(/^Queue/), { key: 'Enter' })
    expect(view.params()).toEqual({ queue: 'queue:other' })
  })

  test('a jump chooses a node by its label', () => {
    const view = mount(nodeType('jump'), { type: 'jump' }, { others: { m1: { type: 'menu', label: 'Main menu' } } })
    type(field(/^Back to/), 'main')
    fireEvent.click(screen.getByRole('option', { name: /Main menu/ }))
    expect(view.params()).toEqual({ to: 'm1' })
  })
})

describe('targets of a dial', () => {
  test('known ones are called by their names; one is added, moved and removed', async () => {
    const view = mount(nodeType('dial'), { type: 'dial', params: { targets: ['user:alice', 'external:+61299998888'] } })
    await settle()
    expect(screen.getByText('Alice Adams')).toBeTruthy()
    type(field('Add a target'), 'sales')
    fireEvent.click(screen.getByRole('option', { name: /Sales/ }))
    expect(view.params()).toEqual({ targets: ['user:alice', 'external:+61299998888', 'group:sales'] })
    expect(field('Add a target').value).toBe('')
    fireEvent.keyDown(button('Move Sales'), { key: 'Home' })
    expect(view.params()).toEqual({ targets: ['group:sales', 'user:alice', 'external:+61299998888'] })
  })

  test.each([
    ['+61 2 9999 8888', 'external:+61299998888'],
    ['PJSIP/lobby', 'endpoint:PJSIP/lobby'],
    ['carol', 'user:carol'],
    ['group:night', 'group:night'],
  ])('“%s” is read as %s', async (text, ref) => {
    const view = mount(nodeType('dial'), { type: 'dial' })
    type(field('Add a target'), text)
    fireEvent.keyDown(field('Add a target'), { key: 'Enter' })
    // The first of the list is taken when it fits; what is in no list is read.
    fireEvent.blur(field('Add a target'))
    expect(view.params()).toEqual({ targets: [ref] })
  })

  test('a target of no form that is known is shown as it is, and can be mended', () => {
    const view = mount(nodeType('dial'), { type: 'dial', params: { targets: ['fax machine'] } })
    type(field('Target 1'), 'user:bob')
    expect(view.params()).toEqual({ targets: ['user:bob'] })
  })

  test('weights are offered in turn only', () => {
    mount(nodeType('dial'), { type: 'dial', params: { strategy: 'in_order' } })
    open()
    expect(screen.queryByText('Turns of each target')).toBeNull()
  })
})

describe('keys of a menu', () => {
  test('a key of the picture is added, and named in the list', () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: { keys: { '1': 'Sales' } } })
    const pad = screen.getByRole('group', { name: 'Keypad' })
    fireEvent.click(within(pad).getByRole('button', { name: /^Key\s*2\s*: not used/ }))
    type(field('Keys: 2'), 'Support')
    expect(view.params()).toEqual({ keys: { '1': 'Sales', '2': 'Support' } })
    expect(within(pad).getByRole('button', { name: /^Key\s*2\s*:\s*Support/ })).toBeTruthy()
  })

  test('the edge of a key goes along when it becomes another one', () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: { keys: { '1': 'Sales' } }, next: { 'key:1': 'sales', invalid: 'bye' } })
    type(field('Key of 1'), '12')
    fireEvent.blur(field('Key of 1'))
    expect(view.changes.at(-1)).toMatchObject({ renamed: { 'key:1': 'key:12' } })
    expect(view.node()).toEqual({ type: 'menu', params: { keys: { '12': 'Sales' } }, next: { 'key:12': 'sales', invalid: 'bye' } })
  })

  test('what a telephone has no key for is refused', () => {
    const view = mount(nodeType('menu'), { type: 'menu', params: { keys: { '1': 'Sales' } } })
    type(field('Key of 1'), 'A')
    fireEvent.blur(field('Key of 1'))
    expect(screen.getByText('Write keys of a telephone: 0 to 9, * and #.')).toBeTruthy()
    expect(view.changes).toEqual([])
  })

  test('an escape of a queue is one key', () => {
    mount(nodeType('queue'), { type: 'queue', params: { escapes: { '1': 'Leave' } } })
    type(field('Key of 1'), '12')
    fireEvent.blur(field('Key of 1'))
    expect(screen.getByText('Write one key of a telephone: 0 to 9, * or #.')).toBeTruthy()
  })
})

describe('texts and expressions', () => {
  const others = { who: { type: 'set', params: { vars: { vip: 'true' } } }, 'main-menu': { type: 'menu', label: 'Main menu' } }

  test('variables are offered inside of {{, those of the flow too', () => {
    const view = mount(nodeType('conference'), { type: 'conference' }, { others })
    const input = field(/^Room/)
    fireEvent.focus(input)
    type(input, 'room {{ vars.v')
    expect(screen.getByRole('option', { name: /vars\.vip/ })).toBeTruthy()
    fireEvent.keyDown(input, { key: 'Enter' })
    expect(view.params()).toEqual({ room: 'room {{ vars.vip }}' })
    expect(new Set(view.changes.map(({ group }) => group)).size).toBe(1)
  })

  test('outside of {{ nothing is offered', () => {
    mount(nodeType('conference'), { type: 'conference' }, { others })
    type(field(/^Room/), 'caller')
    expect(screen.queryByRole('listbox')).toBeNull()
  })

  test('an id that is no word is written in brackets', () => {
    const view = mount(nodeType('conference'), { type: 'conference' }, { others })
    type(field(/^Room/), '{{ main')
    fireEvent.click(screen.getByRole('option', { name: /nodes\["main-menu"\]\.digits/ }))
    expect(view.params()).toEqual({ room: '{{ nodes["main-menu"].digits }}' })
  })

  test('mails know names beside expressions', () => {
    const view = mount(nodeType('email'), { type: 'email' })
    type(field(/^Subject/), 'Call of $call')
    fireEvent.click(screen.getByRole('option', { name: /\$callerid/ }))
    expect(view.params()).toEqual({ subject: 'Call of $callerid' })
  })

  test('what is plainly no expression is said at once', () => {
    mount(nodeType('set'), { type: 'set', params: { vars: { a: '(1 + 2' } } })
    expect(screen.getByText('A ( is not closed.')).toBeTruthy()
    type(field('Variables: a'), '1 + 2)')
    expect(screen.getByText('There is a ) too many.')).toBeTruthy()
    type(field('Variables: a'), '"yes')
    expect(screen.getByText(/begins with " and does not end/)).toBeTruthy()
    type(field('Variables: a'), '"a)" + (1)')
    expect(field('Variables: a').hasAttribute('aria-invalid')).toBe(false)
  })

  test('a {{ that does not end is said at once', () => {
    mount(nodeType('conference'), { type: 'conference', params: { room: 'x {{ y' } })
    expect(screen.getByText('An expression begins with {{ and does not end: write }} after it.')).toBeTruthy()
  })

  test('a variable needs a name that expressions can say', () => {
    const view = mount(nodeType('set'), { type: 'set', params: { vars: { a: '1' } } })
    type(field('Variable of a'), 'a b')
    fireEvent.blur(field('Variable of a'))
    expect(screen.getByText(/Write a word of letters/)).toBeTruthy()
    expect(view.changes).toEqual([])
  })
})

describe('postcodes', () => {
  const params = { prompt: 'x', country: 'au', ranges: [{ name: 'Sydney', from: '2000', to: '2249' }, { name: 'Darwin', from: '0800', to: '0832' }] }

  test('what is in no range is told', () => {
    mount(nodeType('postcode'), { type: 'postcode', params })
    expect(screen.getByText('In no range: 0200–0799, 0833–1999, 2250–9999.')).toBeTruthy()
    // A country says how many digits there are.
    expect(screen.queryByLabelText('Digits of a postcode')).toBeNull()
  })

  test('overlaps and ends that are none are told at once, at the range', () => {
    const view = mount(nodeType('postcode'), { type: 'postcode', params })
    type(field('First postcode of Darwin'), '2249')
    type(field('Last postcode of Darwin'), '2300')
    expect(screen.getByText('It overlaps Sydney: change one of them.')).toBeTruthy()
    type(field('Last postcode of Darwin'), '800')
    expect(screen.getByText(/“800” is no postcode: write all 4 digits, from 0200 to 9999/)).toBeTruthy()
    type(field('Last postcode of Darwin'), '2200')
    expect(screen.getByText('It ends before it begins: change its ends.')).toBeTruthy()
    expect((view.params() as typeof params).ranges[1]).toEqual({ name: 'Darwin', from: '2249', to: '2200' })
  })
})

describe('branches', () => {
  const params = { branches: [{ name: 'new', all: [{ is: 'first_time', scope: 'company' }] }, { name: 'offer', all: [{ is: 'campaign', value: 'summer*' }, { is: 'repeat', within_days: 45 }] }] }

  test('another criterion takes what it can use, and leaves the rest', () => {
    const view = mount(nodeType('route'), { type: 'route', params })
    type(field('Criterion 1 of new'), 'repeat')
    expect(at0(view)).toEqual({ is: 'repeat', scope: 'company' })
    type(field('Criterion 1 of new'), 'score')
    expect(at0(view)).toEqual({ is: 'score', scope: 'company', compare: '<', than: 5 })
    type(field('Criterion 1 of new'), 'keyword')
    expect(at0(view)).toEqual({ is: 'keyword' })
  })

  test('a number of days that is in no list stays', () => {
    mount(nodeType('route'), { type: 'route', params })
    expect((field('Within of Criterion 2 of offer') as unknown as HTMLSelectElement).value).toBe('45')
  })

  test('what means nothing for a criterion is shown, so that it can be removed', () => {
    const view = mount(nodeType('route'), { type: 'route', params: { branches: [{ name: 'a', all: [{ is: 'first_time', value: 'x' }] }] } })
    type(field('value'), '')
    expect(at0(view)).toEqual({ is: 'first_time' })
  })

  test('criteria and branches are added and removed', () => {
    const view = mount(nodeType('route'), { type: 'route', params })
    fireEvent.click(button('Remove Criterion 1 of offer'))
    fireEvent.click(button('Add a branch'))
    expect((view.params() as { branches: unknown[] }).branches.slice(1)).toEqual([
      { name: 'offer', all: [{ is: 'repeat', within_days: 45 }] },
      { name: '', all: [{ is: 'first_time' }] },
    ])
  })

  test('a branch that gets another name takes its edge along, whole', () => {
    const view = mount(nodeType('route'), { type: 'route', params, next: { 'branch:new': 'a', 'branch:offer': 'b' } })
    const name = field('Name of new')
    type(name, '')
    type(name, 'offer')
    fireEvent.blur(name)
    // Another branch has this name: both have one outcome, and no edge is taken from the other.
    expect(view.node().next).toEqual({ 'branch:new': 'a', 'branch:offer': 'b' })
    const again = screen.getAllByLabelText('Name of offer')[0] as HTMLElement
    type(again, 'fresh')
    fireEvent.blur(again)
    expect(view.node().next).toEqual({ 'branch:new': 'a', 'branch:offer': 'b' })
  })

  test('a name that is free takes the edge along', () => {
    const view = mount(nodeType('route'), { type: 'route', params, next: { 'branch:new': 'a' } })
    type(field('Name of new'), 'fresh')
    expect(view.changes).toEqual([])
    fireEvent.keyDown(field('Name of new'), { key: 'Enter' })
    expect(view.node().next).toEqual({ 'branch:fresh': 'a' })
  })

  const at0 = (view: ReturnType<typeof mount>) => (view.params() as typeof params).branches[0]?.all[0]
})

describe('groups of places', () => {
  const params = { groups: [{ name: 'north', regions: ['au-qld'] }, { name: 'overseas', countries: ['NZ'] }] }

  test('a place is added, one that another group has is not offered, and one is removed', () => {
    const view = mount(nodeType('geo'), { type: 'geo', params })
    const [north] = screen.getAllByLabelText('Add a country')
    type(north as HTMLElement, 'zealand')
    expect(screen.queryByRole('option', { name: /New Zealand/ })).toBeNull()
    type(north as HTMLElement, 'germany')
    fireEvent.click(screen.getByRole('option', { name: /Germany/ }))
    fireEvent.click(button('Remove Queensland from north'))
    expect(view.params()).toEqual({ groups: [{ name: 'north', countries: ['DE'] }, params.groups[1]] })
  })

  test('a prefix is typed', () => {
    const view = mount(nodeType('geo'), { type: 'geo', params })
    const [north] = screen.getAllByLabelText('Add a prefix such as +6129')
    type(north as HTMLElement, '6129')
    fireEvent.keyDown(north as HTMLElement, { key: 'Enter' })
    expect((view.params() as { groups: { prefixes?: string[] }[] }).groups[0]?.prefixes).toEqual(['+6129'])
  })
})

describe('open choices', () => {
  test('music of a class is typed', () => {
    const view = mount(nodeType('dial'), { type: 'dial' })
    open()
    const input = field('Heard while it rings')
    expect(input.placeholder).toBe('Ringing')
    type(input, 'jazz')
    fireEvent.blur(input)
    expect(view.params()).toEqual({ ringback: 'music:jazz' })
  })

  test('a fixed caller ID', () => {
    const view = mount(nodeType('transfer'), { type: 'transfer', params: { number: '+61412345678', caller_id: 'number' } })
    open()
    expect(field('Caller ID shown').value).toBe('The number that was called')
    type(field('Caller ID shown'), '+61299998888')
    fireEvent.blur(field('Caller ID shown'))
    expect(view.params()).toEqual({ number: '+61412345678', caller_id: '+61299998888' })
  })
})
