/** The parts of JSON Schema that the params of nodes use. */
export type Schema = {
  type?: string
  title?: string
  description?: string
  default?: unknown
  enum?: readonly unknown[]
  const?: unknown
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  format?: string
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  minProperties?: number
  maxProperties?: number
  oneOf?: readonly Schema[]
  anyOf?: readonly Schema[]
}

/** How a value of a schema is edited. */
export type FieldKind = 'text' | 'number' | 'boolean' | 'choice' | 'list' | 'map' | 'object' | 'variant' | 'raw'

export function kindOf(schema: Schema): FieldKind {
  if (schema.oneOf || schema.anyOf) return 'variant'
  if (schema.enum) return 'choice'
  switch (schema.type) {
    case 'string':
      return 'text'
    case 'number':
    case 'integer':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'array':
      return schema.items ? 'list' : 'raw'
    case 'object':
      return schema.properties ? 'object' : 'map'
    default:
      return 'raw'
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether a value has the form that the schema's field can show. What does not fit is shown raw, so that nothing is lost. */
export function fits(schema: Schema, value: unknown): boolean {
  if (value === undefined) return true
  switch (kindOf(schema)) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
    case 'choice':
      return typeof value === 'string' || typeof value === 'number'
    case 'list':
      return Array.isArray(value)
    case 'map':
    case 'object':
      return isObject(value)
    default:
      return true
  }
}

/** What stands under a map's keys, or in a list. */
export function entrySchema(schema: Schema): Schema {
  if (schema.items) return schema.items
  return isObject(schema.additionalProperties) ? schema.additionalProperties : {}
}

/** The keys of an object that its schema does not name. */
export function unknownKeys(schema: Schema, value: unknown): string[] {
  if (!isObject(value)) return []
  const known = schema.properties ?? {}
  return Object.keys(value).filter((key) => !Object.hasOwn(known, key))
}

/** Whether two values are equal as JSON. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, index) => equal(one, b[index]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
}
