import type { ReactFlowState } from '@xyflow/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Detail } from './detail'
import type { WayEdge } from './graph'

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('requestAnimationFrame', (draw: (now: number) => void) => setTimeout(() => draw(performance.now()), 16))
  vi.stubGlobal('cancelAnimationFrame', clearTimeout)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A row of 40 nodes, each with an edge to the next, in a window in which four of them are seen at a zoom of 1. */
function picture() {
  const node = (index: number) => ({ id: `n${index}`, height: 100, internals: { positionAbsolute: { x: index * 250, y: 0 } } })
  const nodeLookup = new Map(Array.from({ length: 40 }, (_, index) => [`n${index}`, node(index)]))
  let state = { transform: [0, 0, 1], width: 900, height: 600, nodes: [], nodeLookup } as unknown as ReactFlowState
  const listeners = new Set<() => void>()
  const detail = new Detail({
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  })
  const edges = Array.from({ length: 39 }, (_, index) => ({ id: `e${index}`, source: `n${index}`, target: `n${index + 1}` }) as WayEdge)
  detail.of(edges)
  const leave = detail.follow()
  const cards = () => [...nodeLookup.keys()].filter(detail.node).length
  const move = (x: number, zoom: number) => {
    state = { ...state, transform: [x, 0, zoom] }
    for (const listener of listeners) listener()
  }
  return { detail, cards, move, leave }
}

/** More than all that is waited for. */
const settled = () => vi.advanceTimersByTime(2_000)
const frame = () => vi.advanceTimersByTime(17)

test('what is in the window is there at once, and comes while the picture is moved', () => {
  const { detail, cards, move } = picture()
  frame()
  expect(cards()).toBe(4)
  expect(detail.seen()).toBe('cards')
  expect(detail.edges().size).toBe(4)
  move(-2_000, 1)
  frame()
  expect(detail.node('n8')).toBe(true)
  expect(detail.node('n11')).toBe(true)
  settled()
  expect(detail.node('n0')).toBe(false)
})

test('while the zoom changes no card is made; then they come some with each frame', () => {
  const { detail, cards, move } = picture()
  frame()
  for (let zoom = 0.98; zoom > 0.5; zoom -= 0.02) {
    move(0, zoom)
    frame()
    expect(cards()).toBe(4)
  }
  expect(detail.seen()).toBe('both')
  vi.advanceTimersByTime(100)
  expect(cards()).toBe(4)
  // As many as a frame takes, until all are there.
  vi.advanceTimersByTime(40)
  expect(cards()).toBe(8)
  settled()
  expect(detail.seen()).toBe('cards')
  expect(detail.edges().size).toBe(8)
})

test('from far away there are no cards, and none come while it is zoomed in', () => {
  const { detail, cards, move } = picture()
  frame()
  for (let zoom = 0.98; zoom > 0.3; zoom -= 0.05) {
    move(0, zoom)
    frame()
  }
  expect(detail.seen()).toBe('blocks')
  // They are hidden; taking them away would hold up the zoom.
  expect(cards()).toBe(4)
  settled()
  expect(cards()).toBe(0)
  expect(detail.edges().size).toBe(0)
  for (let zoom = 0.3; zoom < 0.6; zoom += 0.02) {
    move(0, zoom)
    frame()
    expect(cards()).toBe(0)
  }
  expect(detail.seen()).toBe('both')
  settled()
  expect(cards()).toBeGreaterThan(4)
  expect(detail.seen()).toBe('cards')
})

test('a jump, such as to a node that is looked for, does not wait for rest', () => {
  const { detail, cards, move, leave } = picture()
  frame()
  move(0, 0.2)
  settled()
  move(-5_000, 1)
  frame()
  expect(cards()).toBe(4)
  settled()
  expect(detail.seen()).toBe('cards')
  leave()
  move(0, 0.2)
  expect(vi.getTimerCount()).toBe(0)
})
