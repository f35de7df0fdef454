// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react'
import { beforeEach, describe, expect, test } from 'vitest'
import { mount } from '../../testing/mount'
import { nodeType } from '../../testing/nodeTypes'
import { asClock, isDate } from './ClockInput'
import { hoursAfter } from './WeekCalendar'

const field = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name)
const button = (name: string | RegExp) => screen.getByRole('button', { name })
const type = (input: HTMLElement, value: string) => fireEvent.change(input, { target: { value } })

const open = { name: 'open', days: ['mon-fri'], from: '09:00', to: '17:30' }
const params = { timezone: 'Australia/Sydney', slots: [open] }
const week = (view: ReturnType<typeof mount>) => (view.params() as { slots?: unknown[] }).slots

// A minute of the day is a pixel of the calendar.
beforeEach(() => {
  HTMLElement.prototype.setPointerCapture = () => undefined
  HTMLElement.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 700, 1440)
})

const day = (index: number) => document.querySelector(`[data-day="${index}"]`) as HTMLElement
const drag = (from: HTMLElement, start: number, end: number) => {
  fireEvent.pointerDown(from, { button: 0, pointerId: 1, clientY: start })
  fireEvent.pointerMove(from, { pointerId: 1, clientY: end })
  fireEvent.pointerUp(from, { pointerId: 1, clientY: end })
}

describe('the calendar of the week', () => {
  test('hours are drawn on a day, in quarters of an hour; those of other days with the same hours take it in', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    drag(day(5), 601, 722)
    expect(week(view)).toEqual([open, { name: 'open', days: ['sat'], from: '10:00', to: '12:00' }])
    drag(day(6), 601, 722)
    expect(week(view)).toEqual([open, { name: 'open', days: ['sat', 'sun'], from: '10:00', to: '12:00' }])
    expect(view.changes.at(-1)?.step).toBe('Add to hours of the week of Time Routing')
  })

  test('a click draws an hour', () => {
    const view = mount(nodeType('time'), { type: 'time', params: { timezone: 'UTC' } })
    drag(day(0), 605, 605)
    expect(week(view)).toEqual([{ name: 'open', days: ['mon'], from: '10:00', to: '11:00' }])
  })

  test('hours are dragged and stretched on all their days, as one step', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    drag(button('open: Monday 09:00 to 17:30'), 600, 660)
    expect(week(view)).toEqual([{ ...open, from: '10:00', to: '18:30' }])
    const block = button('open: Tuesday 10:00 to 18:30')
    drag(block.querySelector('[data-edge="end"]') as HTMLElement, 1110, 1200)
    expect(week(view)).toEqual([{ ...open, from: '10:00', to: '20:00' }])
    expect(view.changes).toHaveLength(2)
  })

  test('keys move hours, their end, their start, and take out a day', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    fireEvent.keyDown(button('open: Monday 09:00 to 17:30'), { key: 'ArrowDown' })
    expect(week(view)).toEqual([{ ...open, from: '09:15', to: '17:45' }])
    fireEvent.keyDown(button('open: Monday 09:15 to 17:45'), { key: 'ArrowUp', shiftKey: true })
    fireEvent.keyDown(button('open: Monday 09:15 to 17:30'), { key: 'ArrowUp', altKey: true })
    expect(week(view)).toEqual([open])
    fireEvent.keyDown(button('open: Wednesday 09:00 to 17:30'), { key: 'Delete' })
    expect(week(view)).toEqual([{ ...open, days: ['mon', 'tue', 'thu', 'fri'] }])
    expect(new Set(view.changes.slice(0, 3).map(({ group }) => group)).size).toBe(1)
  })

  test('who may only look draws nothing', () => {
    const view = mount(nodeType('time'), { type: 'time', params }, { readOnly: true })
    drag(day(5), 600, 700)
    drag(button('open: Monday 09:00 to 17:30'), 600, 700)
    fireEvent.keyDown(button('open: Monday 09:00 to 17:30'), { key: 'Delete' })
    expect(view.changes).toEqual([])
  })

  test('overlaps are told, with who wins', () => {
    mount(nodeType('time'), { type: 'time', params: { ...params, slots: [open, { name: 'late', days: ['fri'], from: '17:00', to: '20:00' }] } })
    expect(screen.getByText('open and late overlap on Friday from 17:00 on, where open wins.')).toBeTruthy()
  })

  test.each([
    ['move', 540, 1050, -600, [0, 510]],
    ['move', 1320, 1800, 600, [1425, 1905]],
    ['end', 540, 600, -600, [540, 555]],
    ['end', 540, 1050, 2000, [540, 1980]],
    ['start', 540, 600, 600, [585, 600]],
    ['start', 60, 1500, -100, [60, 1500]],
  ] as const)('%s of %d–%d by %d stays in its bounds', (kind, from, to, by, [newFrom, newTo]) => expect(hoursAfter(kind, from, to, by)).toEqual({ newFrom, newTo }))
})

describe('the list of hours', () => {
  test('hours, days and the name are changed; the edge goes along with the name', () => {
    const view = mount(nodeType('time'), { type: 'time', params, next: { 'slot:open': 'menu' } })
    type(field('open to'), '5 pm')
    fireEvent.blur(field('open to'))
    fireEvent.click(within(screen.getByRole('group', { name: 'Days of open' })).getByRole('button', { name: 'Friday' }))
    expect(week(view)).toEqual([{ ...open, to: '17:00', days: ['mon-thu'] }])
    type(field('Name of open'), 'office')
    fireEvent.blur(field('Name of open'))
    expect(view.node().next).toEqual({ 'slot:office': 'menu' })
  })

  test('one day gets hours of its own', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    fireEvent.focus(field('Name of open'))
    type(field('Other hours on'), '4')
    expect(week(view)).toEqual([{ ...open, days: ['mon-thu'] }, { ...open, days: ['fri'] }])
  })

  test('a time that is none is refused, and the old one stays', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    type(field('open from'), '25:00')
    fireEvent.blur(field('open from'))
    expect(screen.getByText('Write a time from 00:00 to 24:00.')).toBeTruthy()
    expect(view.changes).toEqual([])
  })

  test('slots that cannot be read are shown raw', () => {
    mount(nodeType('time'), { type: 'time', params: { timezone: 'UTC', slots: [{ name: 'x', days: ['someday'], from: '1', to: '2' }] } })
    expect(field('Hours 1').value).toContain('someday')
  })
})

describe('dates', () => {
  test('an override is added, dated, and removed', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    fireEvent.click(button('Add an override'))
    const made = (view.params() as { overrides: { name: string; from_date: string }[] }).overrides[0]
    expect(made?.name).toBe('closed')
    expect(isDate(made?.from_date ?? '')).toBe(true)
    type(field('Last day of closed'), '2030-01-02')
    expect((view.params() as { overrides: object[] }).overrides[0]).toMatchObject({ to_date: '2030-01-02' })
    fireEvent.click(button('Remove closed'))
    expect(view.params()).toEqual(params)
  })

  test('a date that is none is shown as it is written', () => {
    mount(nodeType('time'), { type: 'time', params: { ...params, overrides: [{ from_date: '2026-02-30' }] } })
    expect(field('First day of 2026-02-30').value).toBe('2026-02-30')
    expect(field('First day of 2026-02-30').type).toBe('text')
  })

  test('holidays are chosen by the name of the country', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    type(field('Country or region'), 'new south')
    fireEvent.click(screen.getByRole('option', { name: /New South Wales/ }))
    expect(view.params()).toEqual({ ...params, holidays: { country: 'au-nsw' } })
  })

  test('a calendar file is taken in, another file is refused', async () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    fireEvent.change(field('iCalendar file'), { target: { files: [new File(['GIF89a'], 'cat.ics')] } })
    await screen.findByText(/cat.ics is no iCalendar file/)
    expect(view.changes).toEqual([])
    const text = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR'
    fireEvent.change(field('iCalendar file'), { target: { files: [new File([text], 'days.ics')] } })
    await screen.findByText('Calendar file with 1 events')
    expect(view.params()).toEqual({ ...params, holidays: { ical: text } })
  })

  test('a time zone is found by a part of its name', () => {
    const view = mount(nodeType('time'), { type: 'time', params })
    type(field(/^Time zone/), 'adelaide')
    fireEvent.click(screen.getByRole('option', { name: /Australia\/Adelaide/ }))
    expect(view.params()).toEqual({ ...params, timezone: 'Australia/Adelaide' })
  })

  test('the days and hours of a transfer appear when it is weekly', () => {
    const view = mount(nodeType('transfer'), { type: 'transfer', params: { number: '+61412345678' } })
    expect(screen.queryByRole('group', { name: 'Days' })).toBeNull()
    type(field('When'), 'weekly')
    fireEvent.click(button('Monday'))
    type(field('From'), '9')
    fireEvent.blur(field('From'))
    expect(view.params()).toEqual({ number: '+61412345678', when: 'weekly', days: ['mon'], from: '09:00' })
  })

  test.each([
    ['9', '09:00'],
    ['0930', '09:30'],
    ['9.30', '09:30'],
    ['24:00', '24:00'],
    ['12 am', '00:00'],
    ['12 pm', '12:00'],
    ['5pm', '17:00'],
  ])('“%s” is %s', (text, clock) => expect(asClock(text)).toBe(clock))
  test.each(['25', '9:60', '13 pm', 'noon', ''])('“%s” is no time of day', (text) => expect(asClock(text)).toBeUndefined())
})
