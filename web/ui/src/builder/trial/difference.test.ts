import { expect, test } from 'vitest'
import { differenceOf } from './difference'

test('where a call first went another way', () => {
  expect(differenceOf('path: got hello done → menu key:1 → sales busy; want hello done → menu key:2 → bye')).toEqual({
    step: 2,
    got: { node: 'menu', outcome: 'key:1' },
    want: { node: 'menu', outcome: 'key:2' },
  })
  expect(differenceOf('path: got hello; want hello → bye')).toEqual({ step: 2, got: undefined, want: { node: 'bye', outcome: undefined } })
  expect(differenceOf('path: got hello → bye; want hello')).toEqual({ step: 2, got: { node: 'bye', outcome: undefined }, want: undefined })
  expect(differenceOf('path: got ; want hello')).toMatchObject({ step: 1, got: undefined })
})

test('what else fails is no way', () => {
  expect(differenceOf('ended: got hung_up (the caller left), want completed')).toBeUndefined()
  expect(differenceOf('path: got a; want a')).toBeUndefined()
})
