import { expect, test } from 'vitest'
import { dayOfHours } from './hours'

test('hours stand where the company’s clock has them', () => {
  const day = dayOfHours([{ hour: '2026-11-25T13:00:00Z', calls: 3, answered: 2, missed: 1 }], 'Australia/Sydney')
  expect(day).toHaveLength(24)
  expect(day[0]).toEqual({ hour: 0, calls: 3, missed: 1 })
})

test('the hour that comes twice is one bar', () => {
  const hours = ['2026-10-25T00:00:00Z', '2026-10-25T01:00:00Z'].map((hour) => ({ hour, calls: 2, answered: 2, missed: 0 }))
  expect(dayOfHours(hours, 'Europe/Berlin')[2]).toEqual({ hour: 2, calls: 4, missed: 0 })
})
