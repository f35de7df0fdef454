import { expect, test } from 'vitest'
import { sizeIn } from './size'

test('sizes are written in the unit that fits, and in the reader’s language', () => {
  expect(sizeIn('en', 512)).toBe('512 byte')
  expect(sizeIn('en', 94_321)).toBe('94 kB')
  expect(sizeIn('en', 1_250_000)).toBe('1.3 MB')
  expect(sizeIn('de', 1_250_000)).toBe('1,3 MB')
})
