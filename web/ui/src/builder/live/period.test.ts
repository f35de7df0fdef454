import { expect, it } from 'vitest'
import { dayOf, daysOf } from './period'

const late = new Date('2026-03-01T23:30:00Z')

it('counts days in the zone of the company', () => {
  expect(daysOf('today', {}, 'UTC', late)).toEqual({ since: '2026-03-01' })
  expect(daysOf('today', {}, 'Australia/Sydney', late)).toEqual({ since: '2026-03-02' })
  expect(daysOf('week', {}, 'UTC', late)).toEqual({ since: '2026-02-23' })
  expect(daysOf('month', {}, 'UTC', late)).toEqual({ since: '2026-01-31' })
  expect(daysOf('own', { since: '2025-01-01', until: '2025-02-01' }, 'UTC', late)).toEqual({ since: '2025-01-01', until: '2025-02-01' })
})

it('takes nothing else for a day', () => {
  expect(dayOf('2026-02-28')).toBe('2026-02-28')
  expect(dayOf('2026-13-41')).toBeUndefined()
  expect(dayOf('x')).toBeUndefined()
  expect(dayOf(20260228)).toBeUndefined()
})
