import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgesOf, type FlowDocument } from './document'
import { placesOf } from './layout'
import { nodeWidth } from './size'
import { EditingStore, opened } from './store'
import { act, deeds, mainLine } from './testing'
import { tidy } from './tidy'

const height = 100
const apart = (places: Record<string, { x: number; y: number }>) => {
  const all = Object.values(places)
  return all.every((a, i) => all.slice(i + 1).every((b) => Math.abs(a.x - b.x) >= nodeWidth || Math.abs(a.y - b.y) >= height))
}
const input = (flow: FlowDocument) => ({
  start: flow.start,
  nodes: Object.keys(flow.nodes).map((id) => ({ id, width: nodeWidth, height, at: flow.layout?.[id] ?? { x: 50, y: 70 } })),
  edges: [...edgesOf(flow)],
})

describe('places', () => {
  it('are those of the document where it has some', () => {
    expect(placesOf(mainLine(), () => height)).toMatchObject(mainLine().layout ?? {})
  })

  it('never cover each other where it has none, whatever the flow', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const store = new EditingStore(opened(mainLine(), ''))
        for (const [serial, deed] of all.entries()) act(store, deed, serial)
        const { layout: _, ...bare } = store.document
        const places = placesOf(bare, () => height)
        expect(Object.keys(places).toSorted()).toEqual(Object.keys(bare.nodes).toSorted())
        expect(apart(places)).toBe(true)
      }),
    )
  })
})

describe('tidying', () => {
  it('leaves no node on another, whatever the flow, and keeps the corner', () => {
    fc.assert(
      fc.property(deeds, (all) => {
        const store = new EditingStore(opened(mainLine(), ''))
        for (const [serial, deed] of all.entries()) act(store, deed, serial)
        const places = tidy(input(store.document))
        expect(Object.keys(places).toSorted()).toEqual(Object.keys(store.document.nodes).toSorted())
        expect(apart(places)).toBe(true)
      }),
      { numRuns: 30 },
    )
    const flow = mainLine()
    const places = tidy(input(flow))
    expect(Math.min(...Object.values(places).map(({ x }) => x))).toBe(0)
    expect(places.hello?.x).toBeLessThan(places.menu?.x ?? 0)
    expect(places.menu?.x).toBeLessThan(places.sales?.x ?? 0)
  })
})
