import { expect, it } from 'vitest'
import { LiveCalls, type Happened } from './liveCalls'

const ways: Record<string, Record<string, string>> = { ask: { 'key:1': 'ring' }, ring: { answered: 'talk' } }
let clock = 0
function page() {
  clock = 100
  const live = new LiveCalls(1, () => clock)
  live.drawn({ start: 'ask', behind: (node, outcome) => (ways[node]?.[outcome] ? { way: outcome, to: ways[node][outcome] } : undefined) })
  return live
}
const event = (what: Happened['what'], call: string, more: Partial<Happened> = {}): Happened => ({ what, call, caller: '+61', number: '100', started: '2026-11-26T10:00:00Z', at: '2026-11-26T10:00:00Z', flow_id: 1, ...more })
const where = (live: LiveCalls) => live.state.calls.map(({ call, node }) => `${call}@${node}`)
const at = (call: string, node: string) => ({ call, caller: '', number: '', node, started: '2026-11-26T10:00:00Z' })

it('moves a call along the edge that it took', () => {
  const live = page()
  live.told(event('started', 'a'))
  live.told(event('step', 'a', { node: 'ask', outcome: 'key:1', step_flow_id: 1 }))
  expect(where(live)).toEqual(['a@ring'])
  const [move] = live.state.moves
  expect(move).toMatchObject({ call: 'a', from: 'ask', way: 'key:1', to: 'ring' })
  live.arrived(move?.key ?? 0)
  expect(live.state.moves).toEqual([])
  live.told(event('ended', 'a'))
  expect(where(live)).toEqual([])
})

it('believes what was told since the list was asked for', () => {
  const live = page()
  live.listed([at('a', 'ask'), at('b', 'ask')], 90)
  clock = 110
  live.told(event('step', 'a', { node: 'ask', outcome: 'key:1' }))
  live.told(event('ended', 'b'))
  live.told(event('started', 'c'))
  live.listed([at('a', 'ask'), at('b', 'ask')], 105)
  expect(where(live)).toEqual(['a@ring', 'c@ask'])
  live.listed([at('a', 'talk')], 120)
  expect(where(live)).toEqual(['a@talk'])
})

it('leaves a call where it is while it is in a flow that is called', () => {
  const live = page()
  live.listed([at('a', 'ask')], 100)
  live.told(event('step', 'a', { node: 'ask', outcome: 'key:1', step_flow_id: 2 }))
  expect(where(live)).toEqual(['a@ask'])
  live.told(event('started', 'other', { flow_id: 2 }))
  expect(where(live)).toEqual(['a@ask'])
})

it('moves no more marks than can be looked at', () => {
  const live = page()
  for (let call = 0; call < 200; call++) live.told(event('step', String(call), { node: 'ask', outcome: 'key:1' }))
  expect(live.state.moves).toHaveLength(40)
  expect(live.state.calls).toHaveLength(200)
})
