import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameContent } from './canonical'
import type { FlowDocument } from './document'
import { merge } from './merge'
import * as op from './operations'
import { EditingStore, opened } from './store'
import { act, deeds, mainLine } from './testing'

const edited = (change: (flow: FlowDocument) => void): FlowDocument => {
  const flow = structuredClone(mainLine())
  change(flow)
  return flow
}

describe('two editors', () => {
  it('do not meet at different nodes, edges and fields', () => {
    const mine = edited((flow) => {
      op.setFields(flow, 'hello', { label: 'Hi' })
      op.connect(flow, 'menu', 'no_input', 'bye')
      op.addNode(flow, 'm1', { type: 'answer' })
    })
    const theirs = edited((flow) => {
      op.setParams(flow, 'hello', { say: 'Hello' })
      op.connect(flow, 'menu', 'invalid', 'sales')
      op.addNode(flow, 't1', { type: 'tag' })
    })
    const { document, conflicts } = merge(mainLine(), mine, theirs)
    expect(conflicts).toEqual([])
    expect(document.nodes.hello).toMatchObject({ label: 'Hi', params: { say: 'Hello' } })
    expect(document.nodes.menu?.next).toEqual({ 'key:1': 'sales', invalid: 'sales', no_input: 'bye' })
    expect(Object.keys(document.nodes)).toEqual(expect.arrayContaining(['m1', 't1']))
  })

  it('meet at the same edge, and one of them decides', () => {
    const mine = edited((flow) => op.connect(flow, 'hello', 'done', 'sales'))
    const theirs = edited((flow) => op.connect(flow, 'hello', 'done', 'bye'))
    const { document, conflicts } = merge(mainLine(), mine, theirs)
    expect(conflicts).toMatchObject([{ key: 'edge hello done', about: 'edge', mine: 'sales', theirs: 'bye' }])
    expect(document.nodes.hello?.next?.done).toBe('sales')
    expect(merge(mainLine(), mine, theirs, { 'edge hello done': 'theirs' }).document.nodes.hello?.next?.done).toBe('bye')
  })

  it('meet at a node that one removed and the other changed', () => {
    const mine = edited((flow) => op.setFields(flow, 'sales', { label: 'Sales' }))
    const theirs = edited((flow) => op.deleteNodes(flow, ['sales']))
    const merged = merge(mainLine(), mine, theirs)
    expect(merged.conflicts).toMatchObject([{ key: 'node sales', about: 'node', part: 'whole', theirs: undefined }])
    expect(merge(mainLine(), mine, theirs, { 'node sales': 'theirs' }).document.nodes.sales).toBeUndefined()
  })

  it('do not meet when both did the same', () => {
    const same = () => edited((flow) => op.setFields(flow, 'bye', { label: 'The end', skip: false }))
    expect(merge(mainLine(), same(), same()).conflicts).toEqual([])
  })

  it('never meet over places', () => {
    const mine = edited((flow) => op.moveNodes(flow, { hello: { x: 1, y: 1 } }))
    const theirs = edited((flow) => op.moveNodes(flow, { hello: { x: 2, y: 2 }, menu: { x: 3, y: 3 } }))
    const { document, conflicts } = merge(mainLine(), mine, theirs)
    expect(conflicts).toEqual([])
    expect(document.layout).toMatchObject({ hello: { x: 1, y: 1 }, menu: { x: 3, y: 3 } })
  })

  it('lose nothing when only one of them did anything', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const store = new EditingStore(opened(mainLine(), ''))
        for (const [serial, deed] of all.entries()) act(store, deed, serial)
        for (const { document, conflicts } of [
          merge(mainLine(), store.document, mainLine()),
          merge(mainLine(), mainLine(), store.document),
          merge(mainLine(), store.document, structuredClone(store.document)),
        ]) {
          expect(conflicts).toEqual([])
          expect(sameContent(document, store.document)).toBe(true)
        }
      }),
    )
  })

  it('get all of one side where that side is chosen in every conflict', () => {
    fc.assert(
      fc.property(deeds, deeds, (a, b) => {
        const mine = new EditingStore(opened(mainLine(), ''))
        const theirs = new EditingStore(opened(mainLine(), ''))
        for (const [serial, deed] of a.entries()) act(mine, deed, serial)
        for (const [serial, deed] of b.entries()) act(theirs, deed, serial + 1_000)
        const { conflicts } = merge(mainLine(), mine.document, theirs.document)
        for (const side of ['mine', 'theirs'] as const) {
          const choices = Object.fromEntries(conflicts.map(({ key }) => [key, side]))
          const { document } = merge(mainLine(), mine.document, theirs.document, choices)
          for (const conflict of conflicts) {
            const chosen = (side === 'mine' ? mine : theirs).document
            if (conflict.about === 'edge') expect(document.nodes[conflict.node]?.next?.[conflict.outcome]).toBe(chosen.nodes[conflict.node]?.next?.[conflict.outcome])
            if (conflict.about === 'node' && conflict.part === 'whole') expect(document.nodes[conflict.node]).toEqual(chosen.nodes[conflict.node])
          }
        }
      }),
    )
  })
})
