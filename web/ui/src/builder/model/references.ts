import type { Params } from './document'

// Params name other nodes of their flow: a jump its target, templates and expressions what a node found out (menu_1.digits).

/** Params whose texts are expressions as a whole, not texts with {{ expressions }} in them. */
const expressions = new Set(['expression', 'vars'])

/** The same params with the nodes' new ids. */
export function remapParams(params: Params, ids: Record<string, string>): Params {
  if (Object.keys(ids).length === 0) return params
  const walk = (value: unknown, key: string, within: boolean): unknown => {
    if (typeof value === 'string') {
      if (key === 'to' && Object.hasOwn(ids, value)) return ids[value]
      return within ? remapExpression(value, ids) : value.replace(/\{\{.*?\}\}/gs, (part) => remapExpression(part, ids))
    }
    if (Array.isArray(value)) return value.map((one) => walk(one, key, within))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, name, within || expressions.has(name))]))
    }
    return value
  }
  return walk(params, '', false) as Params
}

function remapExpression(text: string, ids: Record<string, string>): string {
  return text
    .replace(/(?<![\w.$"'])([A-Za-z_]\w*)(?=\.[A-Za-z_])/g, (word) => (Object.hasOwn(ids, word) ? (ids[word] ?? word) : word))
    .replace(/\bnodes\[(["'])(.+?)\1\]/g, (whole, _quote, id: string) => (Object.hasOwn(ids, id) ? `nodes["${ids[id]}"]` : whole))
}

/** The texts in a value, each with its path, such as "keys.1" or "targets[0]". */
export function* textsOf(value: unknown, path = ''): Generator<[path: string, text: string]> {
  if (typeof value === 'string') yield [path, value]
  else if (typeof value === 'number') yield [path, String(value)]
  else if (Array.isArray(value)) for (const [index, one] of value.entries()) yield* textsOf(one, `${path}[${index}]`)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) yield* textsOf(one, path ? `${path}.${key}` : key)
  }
}
