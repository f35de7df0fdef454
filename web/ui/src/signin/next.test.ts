import { expect, test } from 'vitest'
import { safeNext } from './next'

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
