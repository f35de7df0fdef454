import { expect, it } from 'vitest'
import { asDocument } from '../model/document'
import { numbersOf, wayOf } from './numbers'

const flow = asDocument({
  start: 'ask',
  nodes: {
    ask: { type: 'menu', next: { 'key:1': 'ring', '*': 'bye' } },
    ring: { type: 'dial', next: { answered: 'bye', unanswered: 'bye', hung_up: 'bye' } },
    back: { type: 'jump', params: { to: 'ask' }, next: {} },
    bye: { type: 'hangup' },
  },
})
const outcomes = () => [{ name: 'busy', else: 'unanswered' }, { name: 'refused', else: 'busy' }]

it('finds the edge that a call went by, as the engine does', () => {
  const { ask, ring, back } = flow.nodes
  if (!ask || !ring || !back) throw new Error('they are there')
  expect(wayOf(ask, 'key:1', [])).toBe('key:1')
  expect(wayOf(ask, 'key:7', [])).toBe('*')
  expect(wayOf(ask, 'hung_up', [])).toBeUndefined()
  expect(wayOf(ring, 'hung_up', [])).toBe('hung_up')
  expect(wayOf(ring, 'refused', outcomes())).toBe('unanswered')
  expect(wayOf(ring, 'error', outcomes())).toBeUndefined()
  expect(wayOf(back, 'jumped', [])).toBe(' jump')
})

it('sums what goes by one edge, and tells who hung up from what ended', () => {
  const numbers = numbersOf(
    flow,
    [
      { node: 'ask', outcome: 'key:1', times: 10 },
      { node: 'ask', outcome: 'key:2', times: 3 },
      { node: 'ask', outcome: 'no_input', times: 4 },
      { node: 'ask', outcome: 'hung_up', times: 2 },
      { node: 'bye', outcome: 'hangup', times: 9 },
      { node: 'gone', outcome: 'done', times: 5 },
    ],
    () => [],
  )
  expect(numbers.edges).toEqual({ ask: { 'key:1': 10, '*': 7 } })
  expect(numbers.nodes.get('ask')).toMatchObject({ total: 19, hungUp: 2, ended: 0 })
  expect(numbers.nodes.get('ask')?.left.map(({ outcome }) => outcome)).toEqual(['key:1', 'no_input', 'key:2', 'hung_up'])
  expect(numbers.nodes.get('bye')).toMatchObject({ hungUp: 0, ended: 9 })
  expect(numbers).toMatchObject({ elsewhere: 5, total: 28 })
})
