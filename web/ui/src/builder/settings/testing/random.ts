import { entrySchema, kindOf, type Schema } from '../form/schema'

export type Random = () => number

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const texts = ['Sales', 'audio:welcome', 'user:alice', 'Grüß Gott', '{{ caller.number }}', '09:30', '2026-12-24', 'mon-fri', '+61299998888', 'مرحبا', '😀', '', 'au-nsw', 'sound:vm-intro', '0800', 'Australia/Sydney', 'music:jazz', 'a.b[0]']

/** Some value that the schema allows; texts may be anything. */
export function valueOf(schema: Schema, random: Random): unknown {
  const among = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]
  const count = (most: number) => Math.floor(random() * (most + 1))
  switch (kindOf(schema)) {
    case 'text': {
      if (schema.pattern) return '#'
      const text = among(texts) ?? ''
      return text.length < (schema.minLength ?? 0) ? 'x' : text
    }
    case 'choice':
      return among(schema.enum ?? [])
    case 'number': {
      const { minimum = 0, maximum = 1000 } = schema
      const value = minimum + random() * (maximum - minimum)
      return schema.type === 'integer' ? Math.round(value) : Math.round(value * 10) / 10
    }
    case 'boolean':
      return random() < 0.5
    case 'list':
      return Array.from({ length: Math.max(schema.minItems ?? 0, count(3)) }, () => valueOf(entrySchema(schema), random))
    case 'map':
      return Object.fromEntries(Array.from({ length: count(3) }, () => [among(['1', '2', '12', 'user:alice', 'x-name', 'vip']) ?? 'x', valueOf(entrySchema(schema), random)]))
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => (schema.required?.includes(key) || random() < 0.7 ? [[key, valueOf(inner, random)]] : [])))
    case 'variant':
      return valueOf(among(schema.oneOf ?? schema.anyOf ?? []) ?? {}, random)
    default:
      return among([1, true, 'x', [1], { a: 1 }])
  }
}
