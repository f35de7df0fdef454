import { expect, test } from 'vitest'
import { countOf, oneOf, textOf } from './search'

test('only what a page knows is kept of an address', () => {
  expect(oneOf('text', ['voice', 'text'])).toBe('text')
  expect(oneOf('fax', ['voice', 'text'])).toBeUndefined()
  expect(oneOf({ x: 1 }, ['voice'])).toBeUndefined()
  expect(textOf(61299990000)).toBe('61299990000')
  expect(textOf('')).toBeUndefined()
  expect(textOf(['a'])).toBeUndefined()
  expect(countOf('3')).toBe(3)
  expect([countOf(0), countOf(-1), countOf(1.5), countOf('x'), countOf(undefined)]).toEqual(Array(5).fill(undefined))
})
