import { expect, test } from 'vitest'
import type { Cap } from './api'
import { changeOf, draftOf, linesOf, usedOf } from './limits'

const cap: Cap = { calls_hour: 20, concurrent: -1, minutes_day: 0, texts_hour: 5, allowed: ['+64'], forbidden: [], used: { calls_hour: 5, concurrent: 3, minutes_day: 0, texts_hour: 9 } }
const draft = draftOf(cap)

test('no limit is an empty field', () => {
  expect(draft).toEqual({ calls_hour: '20', concurrent: '', minutes_day: '0', texts_hour: '5', allowed: '+64', forbidden: '', alert: '' })
})

test('only what was changed is sent', () => {
  expect(changeOf(draft, draft)).toEqual({})
  expect(changeOf({ ...draft, calls_hour: ' ', concurrent: '4', allowed: '+64 9\n+44, +1' }, draft)).toEqual({ calls_hour: -1, concurrent: 4, allowed: ['+64 9', '+44', '+1'] })
  expect(changeOf({ ...draft, alert: 'it@example.org ' }, draft)).toEqual({ alert: 'it@example.org' })
})

test('what is no number is sent as one that is refused', () => {
  for (const text of ['many', '-1', '1.5', '1e99']) expect(changeOf({ ...draft, texts_hour: text }, draft), text).toEqual({ texts_hour: -2 })
})

test('how much is used', () => {
  expect(usedOf(cap, 'calls_hour')).toBe(0.25)
  expect(usedOf(cap, 'concurrent')).toBeUndefined()
  expect(usedOf(cap, 'minutes_day')).toBe(1) // nothing may be used, so all of it is
  expect(usedOf(cap, 'texts_hour')).toBe(1) // what was used before the limit was set
  expect(linesOf('\n +1 \n\n')).toEqual(['+1'])
})
