import { expect, test } from 'vitest'
import { addHours, blocksOf, dayNames, overlapsOf, readClock, readDays, removeDay, splitDay, withHours, writeClock, writeDays } from './week'

const open = { name: 'open', days: ['mon-fri'], from: '09:00', to: '17:30' }

test('days are read with ranges, also round the end of the week', () => {
  expect(readDays(['mon-wed', 'sun'])).toEqual([true, true, true, false, false, false, true])
  expect(readDays(['SAT-mon'])).toEqual([true, false, false, false, false, true, true])
  expect(readDays(['someday'])).toBeUndefined()
  expect(readDays('mon')).toBeUndefined()
})

test('any days that are written are read as the same', () => {
  for (let mask = 0; mask < 128; mask++) {
    const days = dayNames.map((_, day) => (mask & (1 << day)) !== 0)
    expect(readDays(writeDays(days))).toEqual(days)
  }
  expect(writeDays([true, true, true, true, true, false, false])).toEqual(['mon-fri'])
  expect(writeDays([true, true, false, false, false, false, false])).toEqual(['mon', 'tue'])
})

test('times of day', () => {
  expect(readClock('24:00')).toBe(1440)
  expect(readClock('9:05')).toBe(545)
  for (const no of ['24:01', '12:60', 'noon', '', undefined]) expect(readClock(no)).toBeUndefined()
  expect(writeClock(545)).toBe('09:05')
})

test('a slot past midnight is on two days', () => {
  const night = { name: 'night', days: ['sun'], from: '22:00', to: '06:00' }
  expect(blocksOf([night])).toEqual([
    { slot: 0, day: 6, from: 1320, to: 1440, tail: false },
    { slot: 0, day: 0, from: 0, to: 360, tail: true },
  ])
})

test('overlaps of different names are found, also past midnight; those of one name are none', () => {
  const late = { name: 'late', days: ['fri'], from: '17:00', to: '20:00' }
  expect(overlapsOf([open, late])).toEqual([{ first: 0, second: 1, day: 4, from: 1020, to: 1050 }])
  expect(overlapsOf([open, { ...late, name: 'open' }])).toEqual([])
  expect(overlapsOf([open, { ...late, from: '17:30' }])).toEqual([])
  expect(overlapsOf([{ name: 'night', days: ['sun'], from: '22:00', to: '10:00' }, open])).toEqual([{ first: 0, second: 1, day: 0, from: 540, to: 600 }])
})

test('hours are added to a slot that has them on other days, else as a new one', () => {
  expect(addHours([open], 'open', 5, 540, 1050)).toEqual({ slots: [{ ...open, days: ['mon-sat'] }], at: 0 })
  expect(addHours([open], 'late', 5, 540, 1440)).toEqual({ slots: [open, { name: 'late', days: ['sat'], from: '09:00', to: '24:00' }], at: 1 })
})

test('a day is taken out, and made its own; what people added to a slot stays', () => {
  const noted = { ...open, remark: 'x' }
  expect(removeDay([noted], 0, 4)).toEqual([{ ...noted, days: ['mon-thu'] }])
  expect(removeDay([{ ...open, days: ['mon'] }], 0, 0)).toEqual([])
  expect(splitDay([noted], 0, 4)).toEqual({ slots: [{ ...noted, days: ['mon-thu'] }, { ...noted, days: ['fri'] }], at: 1 })
})

test('hours past midnight are written as they are read', () => {
  expect(withHours(open, 1320, 1440 + 360)).toEqual({ ...open, from: '22:00', to: '06:00' })
  expect(withHours(open, 0, 1440)).toEqual({ ...open, from: '00:00', to: '24:00' })
})
