import { expect, test } from 'vitest'
import { first, fitted, keepPlace, readPlace } from './place'

const holding = (text: string | null) => ({ getItem: () => text })

test('the place is kept and read again', () => {
  let held = ''
  const place = { ...first, mode: 'floating' as const, x: 12, y: 34 }
  keepPlace(place, { setItem: (_, value) => void (held = value) })
  expect(readPlace(holding(held))).toEqual(place)
})

test.each([null, '', 'no JSON', '[]', '{"mode":"ceiling","width":"wide","x":null}', '7'])('what was kept as %j is no reason to fail', (text) => expect(readPlace(holding(text))).toEqual(first))

test('in a small window it can be got hold of', () => {
  const place = fitted({ ...first, x: 5000, y: -50, wide: 3000, high: 3000, width: 3000, sheet: 7 }, { width: 1000, height: 700 })
  expect(place.x + place.wide).toBeLessThanOrEqual(1000)
  expect(place.y).toBe(0)
  expect(place.high).toBeLessThanOrEqual(700)
  expect(place.width).toBe(600)
  expect(place.sheet).toBe(0.92)
})
