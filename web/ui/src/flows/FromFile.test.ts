import { expect, test } from 'vitest'
import { nameIn } from './FromFile'

test('the name that a file gives its flow', () => {
  expect(nameIn('{"schema": 1,\n "name": "Main line", "nodes": {}}')).toBe('Main line')
  expect(nameIn('schema: 1\nname: Main line # the first\nnodes:')).toBe('Main line')
  expect(nameIn("name: 'Night: service'\n")).toBe('Night: service')
  expect(nameIn('nothing')).toBe('')
})
