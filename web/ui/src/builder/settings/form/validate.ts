import { i18n } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import { written, type Path } from './path'
import { entrySchema, equal, isObject, kindOf, type Schema } from './schema'

/** What is wrong at one place, by the schema alone. */
export type Problem = { param: string; message: string }

/** Compares a value with its schema, as the server's check does, but at once. */
export function validate(schema: Schema, value: unknown, path: Path = []): Problem[] {
  const problems: Problem[] = []
  look(schema, value, path, (where, message) => problems.push({ param: written(where), message }))
  return problems
}

type Tell = (path: Path, message: string) => void

function look(schema: Schema, value: unknown, path: Path, tell: Tell): void {
  if (value === undefined || value === null) return
  const say = (message: string) => tell(path, message)
  if (schema.enum && !schema.enum.some((one) => equal(one, value))) return say(i18n._(msg`“${show(value)}” is none of the choices: choose one of them.`))
  const alternatives = schema.oneOf ?? schema.anyOf
  if (alternatives) {
    if (!alternatives.some((one) => validate(one, value).length === 0)) say(i18n._(msg`It has none of the forms that it can have: choose a form and fill it in.`))
    return
  }
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? text(schema, value, say) : say(i18n._(msg`This must be a text.`))
    case 'number':
    case 'integer':
      return typeof value === 'number' ? number(schema, value, say) : say(i18n._(msg`This must be a number.`))
    case 'boolean':
      if (typeof value !== 'boolean') say(i18n._(msg`This must be true or false.`))
      return
    case 'array':
      return Array.isArray(value) ? list(schema, value, path, tell) : say(i18n._(msg`This must be a list.`))
    case 'object':
      return isObject(value) ? object(schema, value, path, tell) : say(i18n._(msg`This must be a mapping of names to values.`))
  }
}

function text(schema: Schema, value: string, say: (message: string) => void) {
  const length = [...value].length
  const { minLength: least = 0, maxLength: most = Infinity } = schema
  if (length < least) return say(least === 1 ? i18n._(msg`This must not be empty.`) : i18n._(msg`Write at least ${least} characters.`))
  if (length > most) return say(i18n._(msg`Write at most ${most} characters; these are ${length}.`))
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) say(i18n._(msg`Write it in the form ${schema.pattern}`))
}

function number(schema: Schema, value: number, say: (message: string) => void) {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema
  if (schema.type === 'integer' && !Number.isInteger(value)) return say(i18n._(msg`This must be a whole number.`))
  if (value < minimum) return say(i18n._(msg`Make it at least ${i18n.number(minimum)}.`))
  if (value > maximum) return say(i18n._(msg`Make it at most ${i18n.number(maximum)}.`))
  if (value <= exclusiveMinimum) return say(i18n._(msg`Make it more than ${i18n.number(exclusiveMinimum)}.`))
  if (value >= exclusiveMaximum) say(i18n._(msg`Make it less than ${i18n.number(exclusiveMaximum)}.`))
}

function list(schema: Schema, value: readonly unknown[], path: Path, tell: Tell) {
  const { minItems = 0, maxItems = Infinity } = schema
  if (value.length < minItems) tell(path, i18n._(msg`${plural(minItems, { one: 'Add at least one.', other: 'Add at least #.' })}`))
  if (value.length > maxItems) tell(path, i18n._(msg`Leave at most ${maxItems}; there are ${value.length}.`))
  if (schema.uniqueItems) {
    const twice = value.findIndex((one, index) => value.findIndex((other) => equal(one, other)) < index)
    if (twice >= 0) tell([...path, twice], i18n._(msg`This stands here twice: remove one.`))
  }
  const entry = entrySchema(schema)
  value.forEach((one, index) => look(entry, one, [...path, index], tell))
}

function object(schema: Schema, value: Readonly<Record<string, unknown>>, path: Path, tell: Tell) {
  for (const name of schema.required ?? []) {
    if (isEmpty(value[name])) tell([...path, name], i18n._(msg`This is needed.`))
  }
  const known = schema.properties ?? {}
  for (const [name, inner] of Object.entries(value)) {
    if (Object.hasOwn(known, name)) {
      // A required text that is empty was told already.
      if (!(schema.required?.includes(name) && isEmpty(inner))) look(known[name] ?? {}, inner, [...path, name], tell)
    } else if (kindOf(schema) === 'map') look(entrySchema(schema), inner, [...path, name], tell)
    else if (schema.additionalProperties === false) tell([...path, name], i18n._(msg`callflow does not know this setting: remove it.`))
  }
}

/** Whether a value says nothing: absent, or an empty text, list or mapping. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true
  if (typeof value === 'string') return value.trim() === ''
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

const show = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
