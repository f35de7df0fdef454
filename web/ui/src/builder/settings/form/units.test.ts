// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import '../testing/mount'
import { readNumber, spoken, unitOf } from './units'

test('the unit is the end of the name', () => {
  expect(unitOf('timeout_s')).toBe('s')
  expect(unitOf('delay_ms')).toBe('ms')
  expect(unitOf('within_days')).toBe('days')
  expect(unitOf('attempts')).toBeUndefined()
  expect(unitOf(0)).toBeUndefined()
})

test.each([
  ['90', 90],
  ['1,5', 1.5],
  ['.5', 0.5],
  ['2 min', 120],
  ['1 h 30 min', 5400],
  ['1h30m', 5400],
  ['1:30', 90],
  ['1:00:00', 3600],
  ['1 day', 86_400],
  ['2 seconds', 2],
])('“%s” is %d seconds', (text, seconds) => expect(readNumber(text, 's')).toBe(seconds))

test.each(['', 'abc', '1 fortnight', '1:75', '1e3', '0x10', '--1', '1 2'])('“%s” is no time', (text) => expect(readNumber(text, 's')).toBeUndefined())

test('only seconds are read as times', () => expect(readNumber('2 min', undefined)).toBeUndefined())

test('long times are told in larger units', () => {
  expect(spoken(59)).toBeUndefined()
  expect(spoken(90)).toBe('1 min 30 s')
  expect(spoken(86_400)).toBe('1 d')
  expect(spoken(5400)).toBe('1 h 30 min')
})
