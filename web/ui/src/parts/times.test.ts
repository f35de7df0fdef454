import { expect, test } from 'vitest'
import { lasted, timesIn } from './times'

test('times are those of the company, not of the machine', () => {
  const sydney = timesIn('en-GB', 'Australia/Sydney')
  expect(sydney.dayTime('2026-11-26T13:05:09Z')).toBe('27 Nov 2026, 00:05')
  expect(sydney.second('2026-11-26T13:05:09Z')).toBe('00:05:09')
  expect(timesIn('de', 'Europe/Berlin').dayTime('2026-11-26T13:05:09Z')).toBe('26. Nov. 2026, 14:05')
})

test('what was a moment ago is told so', () => {
  const { ago } = timesIn('en-GB', 'UTC')
  const times = timesIn('en-GB', 'UTC')
  const now = new Date('2026-11-26T13:00:00Z')
  expect(ago.call(times, '2026-11-26T12:59:30Z', now)).toBe('now')
  expect(times.ago('2026-11-26T12:55:00Z', now)).toBe('5 min ago')
  expect(times.ago('2026-11-26T10:30:00Z', now)).toBe('2 hr ago')
  expect(times.ago('2026-11-20T10:30:00Z', now)).toBe('20 Nov 2026')
})

test.each([
  [0, '0:00'],
  [65.4, '1:05'],
  [3723, '1:02:03'],
])('%d seconds are %s', (seconds, text) => expect(lasted(seconds)).toBe(text))
