import { expect, test } from 'vitest'
import { phoneOf, phoneText } from './phones'

test('digits are a number outside, anything else an endpoint', () => {
  expect(phoneOf(' +61 412 345 678 ')).toEqual({ external: '+61 412 345 678' })
  expect(phoneOf('(02) 9876-5432')).toEqual({ external: '(02) 9876-5432' })
  expect(phoneOf('PJSIP/alice')).toEqual({ endpoint: 'PJSIP/alice' })
  expect(phoneOf('PJSIP/123')).toEqual({ endpoint: 'PJSIP/123' })
})

test('a telephone is written as it was read', () => {
  for (const text of ['PJSIP/alice', '+61412345678']) expect(phoneText(phoneOf(text))).toBe(text)
})
