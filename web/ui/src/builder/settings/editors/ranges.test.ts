import { expect, test } from 'vitest'
import { endsOf, formatOf, gaps, isCode, overlaps } from './ranges'

const au = formatOf('au', 4)

test('a postcode has all its digits', () => {
  expect(isCode(au, '0200')).toBe(true)
  for (const no of ['0199', '800', '20000', 'abcd', '']) expect(isCode(au, no)).toBe(false)
  expect(formatOf('', 5)).toEqual({ length: 5, first: '00000', last: '99999' })
  expect(formatOf('DE', 4).length).toBe(5)
})

test('a range without an end is one postcode; one the wrong way round is none', () => {
  expect(endsOf(au, { from: '2000' })).toEqual([2000, 2000])
  expect(endsOf(au, { from: '2000', to: '1999' })).toBeUndefined()
})

test('overlaps, also by one postcode', () => {
  expect(overlaps(au, [{ from: '2000', to: '2249' }, { from: '2249', to: '2300' }])).toEqual([{ at: 1, with: 0, ends: [2249, 2249] }])
  expect(overlaps(au, [{ from: '2000', to: '2249' }, { from: '2250' }])).toEqual([])
})

test('gaps, in the order of the postcodes and with their zeros', () => {
  expect(gaps(formatOf('', 2), [{ from: '50', to: '97' }, { from: '00', to: '04' }, { from: '06' }, { from: '60', to: '70' }])).toEqual(['05', '07–49', '98–99'])
  expect(gaps(formatOf('', 1), [{ from: '0', to: '9' }])).toEqual([])
  expect(gaps(formatOf('', 1), [])).toEqual(['0–9'])
})
