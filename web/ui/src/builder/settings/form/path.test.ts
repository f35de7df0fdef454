import { expect, test } from 'vitest'
import { readPath } from './findings'
import { at, general, move, put, written } from './path'

test('a path is written as findings write it', () => {
  expect(written(['slots', 1, 'from'])).toBe('slots[1].from')
  expect(written(['keys', '1'])).toBe('keys.1')
  expect(general(['branches', 3, 'all', 0, 'is'])).toBe('branches[].all[].is')
})

test('a written path is read again, with keys that hold dots', () => {
  const params = { weights: { 'user:alice': 1, 'user:a.b': 2 }, slots: [{ from: '09:00' }] }
  expect(readPath(params, 'slots[0].from')).toEqual(['slots', 0, 'from'])
  expect(readPath(params, 'weights.user:a.b')).toEqual(['weights', 'user:a.b'])
})

test('putting changes what is on the path and nothing else', () => {
  const params = { keys: { '1': 'Sales' }, slots: [{ name: 'open' }, { name: 'late' }] }
  const next = put(params, ['slots', 1, 'name'], 'night') as typeof params
  expect(next).toEqual({ keys: { '1': 'Sales' }, slots: [{ name: 'open' }, { name: 'night' }] })
  expect(next.keys).toBe(params.keys)
  expect(next.slots[0]).toBe(params.slots[0])
  expect(params.slots[1]?.name).toBe('late')
})

test('undefined takes away, from mappings and from lists', () => {
  expect(put({ a: 1, b: 2 }, ['a'], undefined)).toEqual({ b: 2 })
  expect(put({ list: ['x', 'y'] }, ['list', 0], undefined)).toEqual({ list: ['y'] })
})

test('no name of a key reaches the prototype', () => {
  const next = put({}, ['__proto__'], 'x')
  expect(Object.hasOwn(next as object, '__proto__')).toBe(true)
  expect(at(next, ['__proto__'])).toBe('x')
  expect(at({}, ['constructor'])).toBeUndefined()
})

test('moving keeps the others in their order', () => {
  expect(move(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd'])
  expect(move(['a', 'b', 'c', 'd'], 3, 1)).toEqual(['a', 'd', 'b', 'c'])
})
