import { expect, test } from 'vitest'
import { readingOf } from './content'

test('a letter is read by its kind', () => {
  expect(readingOf('mail', { to: ['a@example.org'], cc: ['b@example.org', 'c@example.org'], subject: 'Missed call', body: 'From 100' })).toEqual({
    facts: [
      ['subject', 'Missed call'],
      ['cc', 'b@example.org, c@example.org'],
    ],
    text: 'From 100',
  })
  expect(readingOf('text', { from: '+61400000000', to: '+61400000001', text: 'Hello' })).toEqual({ facts: [['from', '+61400000000']], text: 'Hello' })
  expect(readingOf('webhook', { url: 'https://example.org', method: 'PUT', body: '{"a":1}' })).toEqual({ facts: [['method', 'PUT']], text: '{\n  "a": 1\n}' })
})

test('what is not JSON, not known or not there does no harm', () => {
  expect(readingOf('webhook', { url: 'https://example.org', body: '<b>' }).text).toBe('<b>')
  expect(readingOf('pigeon', { wings: 2 }).text).toBe('{\n  "wings": 2\n}')
  expect(readingOf('mail', null)).toEqual({ facts: [], text: '' })
  expect(readingOf('mail', { subject: 7, body: {} })).toEqual({ facts: [], text: '' })
})
