import { expect, test } from 'vitest'
import { spacing } from './Dots'

test('dots are never so close that they are a grey ground', () => {
  expect(spacing(1)).toBe(24)
  expect(spacing(2)).toBe(48)
  for (let zoom = 0.05; zoom < 2; zoom += 0.01) {
    expect(spacing(zoom)).toBeGreaterThanOrEqual(10)
    // The ground is larger than what is seen by 64 pixels.
    expect(spacing(zoom)).toBeLessThan(64)
  }
})
