// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import '../testing/mount'
import type { Schema } from './schema'
import { validate } from './validate'

const says = (schema: Schema, value: unknown) => validate(schema, value).map(({ param, message }) => `${param}: ${message}`)

test.each<[string, Schema, unknown, string[]]>([
  ['too small', { type: 'integer', minimum: 1 }, 0, [': Make it at least 1.']],
  ['too large', { type: 'number', maximum: 30 }, 31, [': Make it at most 30.']],
  ['not whole', { type: 'integer' }, 1.5, [': This must be a whole number.']],
  ['empty', { type: 'string', minLength: 1 }, '', [': This must not be empty.']],
  ['too long, counted in characters', { type: 'string', maxLength: 2 }, '😀😀😀', [': Write at most 2 characters; these are 3.']],
  ['just long enough', { type: 'string', maxLength: 3 }, '😀😀😀', []],
  ['another form', { type: 'string', pattern: '^[0-9*#]*$' }, '1a', [': Write it in the form ^[0-9*#]*$']],
  ['none of the choices', { enum: ['a', 'b'] }, 'c', [': “c” is none of the choices: choose one of them.']],
  ['another type', { type: 'boolean' }, 'yes', [': This must be true or false.']],
  ['too few', { type: 'array', items: {}, minItems: 1 }, [], [': Add at least one.']],
  ['within a list', { type: 'array', items: { type: 'integer', minimum: 1 } }, [1, 0], ['[1]: Make it at least 1.']],
  ['needed', { type: 'object', properties: { a: { type: 'string', minLength: 1 } }, required: ['a'] }, { a: ' ' }, ['a: This is needed.']],
  ['unknown', { type: 'object', properties: {}, additionalProperties: false }, { x: 1 }, ['x: callflow does not know this setting: remove it.']],
  ['within a map', { type: 'object', additionalProperties: { type: 'integer' } }, { 'user:a': 'x' }, ['user:a: This must be a number.']],
  ['no form fits', { oneOf: [{ type: 'string' }, { type: 'integer' }] }, true, [': It has none of the forms that it can have: choose a form and fill it in.']],
  ['null is not set', { type: 'string' }, null, []],
])('%s', (_, schema, value, expected) => expect(says(schema, value)).toEqual(expected))
