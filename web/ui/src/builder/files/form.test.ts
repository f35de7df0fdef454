import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { formOf, forms } from './form'

const root = path.resolve(import.meta.dirname, '../../../../..')

test('what other systems write is known by its form', () => {
  for (const form of forms.slice(2)) expect(formOf(readFileSync(path.join(root, `flowengine/foreign/testdata/${form}.json`), 'utf8'))).toBe(form)
  expect(formOf(readFileSync(path.join(root, 'examples/imports/bakery-studio.json'), 'utf8'))).toBe('twilio-studio')
  expect(formOf(readFileSync(path.join(root, 'examples/imports/reception.yaml'), 'utf8'))).toBe('scenario')
  expect(formOf(readFileSync(path.join(root, 'examples/extension.yaml'), 'utf8'))).toBe('callflow')
})

test('a slip in a file does not hide whose it is', () => {
  expect(formOf('schema: 1\nnodes:\n  a: [\n')).toBe('callflow')
  expect(formOf('{\n  "schema": 1,\n  "nodes": {,}\n}')).toBe('callflow')
  expect(formOf('{"flow": {"module": "user",}}')).toBe('kazoo')
})

test('what is no flow is none', () => {
  for (const text of ['', 'Hello there', '[1, 2]', '{"a": 1}', 'null', 'see the nodes: they are many']) expect(formOf(text)).toBeUndefined()
})
