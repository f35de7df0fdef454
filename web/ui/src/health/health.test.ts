import { expect, test } from 'vitest'
import { bytesText, byUrgency, type Check } from './api'

test('sizes are read at a glance', () => {
  expect(bytesText(0, 'en-GB')).toBe('0 bytes')
  expect(bytesText(999, 'en-GB')).toBe('999 bytes')
  expect(bytesText(1000, 'en-GB')).toBe('1 kB')
  expect(bytesText(1_540_000, 'en-GB')).toBe('1.5 MB')
  expect(bytesText(58_000_000_000, 'de').replace(/\s/, ' ')).toBe('58 GB')
  expect(bytesText(1_540_000, 'de').replace(/\s/, ' ')).toBe('1,5 MB')
  expect(bytesText(5e18, 'en-GB')).toBe('5,000,000 TB')
})

test('what fails stands first, and the rest keeps its order', () => {
  const checks: Check[] = ['ok', 'warn', 'ok', 'fail'].map((state, place) => ({ state, what: String(place), found: '' }) as Check)
  expect(byUrgency(checks).map(({ what }) => what)).toEqual(['3', '1', '0', '2'])
})
