import { expect, test } from 'vitest'
import { dayAfter } from './api'
import { changesOf } from './changes'

test('only what differs is told', () => {
  expect(changesOf({ name: 'alice', email: '', weight: 1 }, { name: 'alice', email: 'a@example.org', weight: 2 })).toEqual([
    { field: 'email', before: '', after: 'a@example.org' },
    { field: 'weight', before: '1', after: '2' },
  ])
})

test('a new thing has all of its fields, a removed one had them', () => {
  expect(changesOf(undefined, { name: 'bob', phones: [{ endpoint: 'PJSIP/bob' }] })).toEqual([
    { field: 'name', before: undefined, after: 'bob' },
    { field: 'phones', before: undefined, after: '[{"endpoint":"PJSIP/bob"}]' },
  ])
  expect(changesOf({ name: 'bob' }, undefined)).toEqual([{ field: 'name', before: 'bob', after: undefined }])
})

test('fields within fields, what became something else, and nothing', () => {
  expect(changesOf({ a: { b: 1, c: true } }, { a: { b: 2, c: true } })).toEqual([{ field: 'a.b', before: '1', after: '2' }])
  expect(changesOf({ a: 'text' }, { a: { b: 1 } })).toEqual([{ field: 'a.b', before: undefined, after: '1' }])
  expect(changesOf('was', 'is')).toEqual([{ field: '', before: 'was', after: 'is' }])
  expect(changesOf(undefined, undefined)).toEqual([])
})

test('the last day of a period belongs to it', () => {
  expect(dayAfter('2026-02-28')).toBe('2026-03-01')
  expect(dayAfter('2026-12-31')).toBe('2027-01-01')
  expect(dayAfter(undefined)).toBeUndefined()
  expect(dayAfter('soon')).toBeUndefined()
})
