import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { shiftOf, type View } from './farShift'

const margin = 0.2
const window = { width: 1000, height: 600 }

test('what was drawn comes to where it would be drawn now', () => {
  const view = fc.record({ x: fc.integer({ min: -300, max: 300 }), y: fc.integer({ min: -300, max: 300 }), zoom: fc.double({ min: 0.2, max: 0.45, noNaN: true }) })
  let shifted = 0
  fc.assert(
    fc.property(view, view, fc.integer({ min: -2000, max: 2000 }), (from, to, place) => {
      const [drawn, now]: View[] = [{ ...from, ...window }, { ...to, ...window }] as [View, View]
      if (!drawn || !now) return
      const shift = shiftOf(drawn, now, margin)
      if (!shift) return
      shifted++
      // A place of the flow upon the drawing, and then in the window; the drawing's corner is left of that by the margin.
      const upon = place * drawn.zoom + drawn.x + window.width * margin
      expect(-window.width * margin + shift.x + upon * shift.scale).toBeCloseTo(place * now.zoom + now.x, 6)
    }),
    { numRuns: 2000 }, // of about a tenth the drawing covers the window
  )
  expect(shifted).toBeGreaterThan(5)
})

test('a drawing that does not cover the window is made anew', () => {
  const drawn = { x: 0, y: 0, zoom: 0.4, ...window }
  expect(shiftOf(drawn, { ...drawn, x: 199 }, margin)).toEqual({ x: 199, y: 0, scale: 1 })
  expect(shiftOf(drawn, { ...drawn, x: 201 }, margin)).toBeUndefined()
  expect(shiftOf(drawn, { ...drawn, y: -121 }, margin)).toBeUndefined()
  expect(shiftOf(drawn, { ...drawn, zoom: 0.2 }, margin)).toBeUndefined()
  expect(shiftOf(drawn, { ...drawn, zoom: 0.65 }, margin)).toBeUndefined()
  expect(shiftOf(drawn, { ...drawn, width: 900 }, margin)).toBeUndefined()
})
