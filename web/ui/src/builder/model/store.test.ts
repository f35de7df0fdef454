import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as op from './operations'
import { EditingStore, opened } from './store'
import { act, deeds, mainLine } from './testing'

const start = (now?: () => number) => new EditingStore(opened(mainLine(), '"1"'), now)

describe('undo', () => {
  it('brings back every earlier state, whatever was done', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const store = start()
        const states = [store.document]
        for (const [serial, deed] of all.entries()) {
          const before = store.state.done
          act(store, deed, serial)
          if (store.state.done > before) states.push(store.document)
          else states[states.length - 1] = store.document // joined with the last step, or no step
        }
        expect(states).toHaveLength(store.state.steps.length + 1)
        for (let i = states.length - 1; i > 0; i--) {
          expect(store.document).toEqual(states[i])
          store.undo()
        }
        expect(store.document).toEqual(mainLine())
        expect(store.difference).toBe('none')
        for (const state of states.slice(1)) {
          store.redo()
          expect(store.document).toEqual(state)
        }
        expect(store.canRedo).toBe(false)
      }),
    )
  })

  it('survives being written as JSON', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const store = start()
        for (const [serial, deed] of all.entries()) act(store, deed, serial)
        const again = new EditingStore(JSON.parse(JSON.stringify(store.state)))
        again.goTo(0)
        expect(again.document).toEqual(mainLine())
        again.goTo(again.state.steps.length)
        expect(again.document).toEqual(store.document)
      }),
    )
  })

  it('never changes a state that was given out', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const store = start()
        const seen: [object, string][] = []
        for (const [serial, deed] of all.entries()) {
          seen.push([store.document, JSON.stringify(store.document)])
          act(store, deed, serial)
          if (serial % 3 === 0) store.undo()
        }
        for (const [document, text] of seen) expect(JSON.stringify(document)).toBe(text)
      }),
    )
  })

  it('makes one step of what is typed quickly into one field', () => {
    let now = 0
    const store = start(() => now)
    const type = (label: string) => store.do({ kind: 'rename' }, (flow) => op.setFields(flow, 'hello', { label }), 'label hello')
    type('W')
    now += 200
    type('We')
    expect(store.state.steps).toHaveLength(1)
    now += 5_000
    type('Wel')
    expect(store.state.steps).toHaveLength(2)
    store.undo()
    expect(store.document.nodes.hello?.label).toBe('We')
    store.undo()
    expect(store.document.nodes.hello?.label).toBe('Welcome')
  })
})

describe('the difference to what is saved', () => {
  it('is none after an edit that is taken back by hand', () => {
    const store = start()
    store.do({ kind: 'connect' }, (flow) => op.connect(flow, 'hello', 'done', 'bye'))
    expect(store.difference).toBe('changed')
    store.do({ kind: 'connect' }, (flow) => op.connect(flow, 'hello', 'done', 'menu'))
    expect(store.difference).toBe('none')
  })

  it('knows a move from a change', () => {
    const store = start()
    store.do({ kind: 'move' }, (flow) => op.moveNodes(flow, { hello: { x: 8, y: 8 } }))
    expect(store.difference).toBe('moved')
  })

  it('makes nothing of fields that are empty', () => {
    const store = start()
    store.do({ kind: 'settings' }, (flow) => op.setParams(flow, 'bye', {}))
    expect(store.difference).toBe('none')
  })

  it('is what came after, when a save ends', () => {
    const store = start()
    store.do({ kind: 'rename' }, (flow) => op.setFields(flow, 'hello', { label: 'Hi' }))
    const sent = store.document
    store.do({ kind: 'rename' }, (flow) => op.setFields(flow, 'hello', { label: 'Hi there' }))
    store.wasSaved(sent, '"2"')
    expect(store.difference).toBe('changed')
    store.undo()
    expect(store.difference).toBe('none')
  })
})

describe('a step', () => {
  it('is none when it changes nothing', () => {
    const store = start()
    store.do({ kind: 'start' }, (flow) => op.setStart(flow, 'hello'))
    expect(store.state.steps).toHaveLength(0)
  })

  it('takes the place of those that were undone', () => {
    const store = start()
    store.do({ kind: 'rename' }, (flow) => op.setFields(flow, 'hello', { label: 'A' }))
    store.undo()
    store.do({ kind: 'rename' }, (flow) => op.setFields(flow, 'hello', { label: 'B' }))
    expect(store.canRedo).toBe(false)
    expect(store.state.steps).toHaveLength(1)
  })
})

it('takes over what others saved, and nothing else, while it is locked', () => {
  const store = new EditingStore(opened(mainLine(), '"1"'))
  act(store, { kind: 0, a: 1, b: 1, text: 'mine' }, 1)
  const mine = store.document
  store.lock(true)
  act(store, { kind: 0, a: 2, b: 2, text: 'not mine' }, 2)
  store.undo()
  store.goTo(0)
  expect(store.document).toBe(mine)
  store.do({ kind: 'merge' }, (flow) => void (flow.name = 'Theirs'))
  expect(store.document.name).toBe('Theirs')
  store.lock(false)
  store.goTo(0)
  expect(store.canUndo).toBe(false)
})
