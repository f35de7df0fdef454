import { expect, test } from 'vitest'
import { nextSlice, type Wish } from './slices'

const wish = (wanted: Record<string, number>, kept: string[] = []): Wish => ({
  wanted: Object.entries(wanted).map(([id, far]) => ({ id, far })),
  kept: new Set([...Object.keys(wanted), ...kept]),
})

test('some come with each slice, the nearest first, until all are there', () => {
  const wanted = wish({ far: 30, near: 1, middle: 0, away: 40, by: 2 })
  const first = nextSlice(new Set(), wanted, 2)
  expect([...first]).toEqual(['middle', 'near'])
  const second = nextSlice(first, wanted, 2)
  expect([...second]).toEqual(['middle', 'near', 'by', 'far'])
  const third = nextSlice(second, wanted, 2)
  expect(third.size).toBe(5)
  expect(nextSlice(third, wanted, 2)).toBe(third)
})

test('what is no longer wanted goes in slices too, unless it may stay', () => {
  const before = new Set(['a', 'b', 'c', 'd'])
  const next = nextSlice(before, wish({ e: 1 }, ['b']), 2)
  expect([...next]).toEqual(['b', 'd', 'e'])
  expect([...nextSlice(next, wish({ e: 1 }, ['b']), 2)]).toEqual(['b', 'e'])
  expect(before.size).toBe(4)
})

test('without a limit all come and go at once', () => {
  expect([...nextSlice(new Set(['a', 'b']), wish({ c: 1, d: 0 }), Infinity)]).toEqual(['d', 'c'])
})
