import { expect, test } from 'vitest'
import { leadsTo, safeNext } from './next'

test.each([
  ['/flows/12?node=menu#x', '/flows/12?node=menu#x'],
  ['/', '/'],
  ['//evil.example', undefined],
  ['/\\evil.example', undefined],
  ['/\t/evil.example', undefined],
  ['https://evil.example', undefined],
  ['javascript:alert(1)', undefined],
  ['/signin?next=/', undefined],
  [['/a'], undefined],
  [undefined, undefined],
])('after signing in, %j leads to %j', (asked, leads) => expect(safeNext(asked)).toBe(leads))

test('an address that leads elsewhere is said to lead nowhere', () => expect(Object.entries(leadsTo({ next: 'https://evil.example' }))).toEqual([['next', undefined]]))
