import type { Finding } from '@/api/problem'
import { at, type Path } from './path'
import { isObject } from './schema'
import type { Problem } from './validate'

/** What is said at a field: what the schema refuses at once, and what the check of the server found. */
export type Told = { level: Finding['level']; message: string }

/** What the server finds by the schema. Here it is known at once, so that the server's word on it may be an older one. */
const bySchema = new Set(['missing_param', 'bad_param', 'unknown_param'])

/** The findings and problems of a node, by the path of the param. */
export class Findings {
  readonly #by = new Map<string, Told[]>()

  constructor(findings: readonly Finding[], problems: readonly Problem[]) {
    const refused = new Set(problems.map(({ param }) => param))
    for (const { param, message } of problems) this.#add(param, { level: 'error', message })
    for (const { param = '', code, level, message, outcome } of findings) {
      // Criteria of a route are "missing_param" too, but by its own check; those stay unless the schema says the same.
      if (bySchema.has(code) && (refused.has(param) || !param.includes('.'))) continue
      this.#add(param, { level, message: outcome ? message : withoutPlace(message) })
    }
  }

  #add(param: string, told: Told) {
    const list = this.#by.get(param)
    if (list) list.push(told)
    else this.#by.set(param, [told])
  }

  /** What is said of exactly this param. */
  of(param: string): readonly Told[] {
    return this.#by.get(param) ?? none
  }

  /** What is said of the param and of all within it, with where. */
  within(param: string): { param: string; told: Told }[] {
    const inside = (name: string) => name === param || name.startsWith(`${param}.`) || name.startsWith(`${param}[`)
    return [...this.#by].flatMap(([name, list]) => (inside(name) ? list.map((told) => ({ param: name, told })) : []))
  }

  /** What is said of the node as a whole, or of a param that is not there to say it at. */
  elsewhere(known: readonly string[]): Told[] {
    return [...this.#by].flatMap(([param, list]) => {
      const root = /^[^.[]*/.exec(param)?.[0] ?? ''
      return param === '' || !known.includes(root) ? list : []
    })
  }
}

const none: readonly Told[] = []

/** "IVR Menu “main”: set “prompt”" says at the field what it is about already. */
function withoutPlace(message: string): string {
  const match = /^[^:“]*(?:“[^”]*”|[\w-]+): (.+)$/s.exec(message)
  const rest = match?.[1]
  return rest ? rest.charAt(0).toUpperCase() + rest.slice(1) : message
}

/** The worst of what is said. */
export function worst(told: readonly Told[]): Told['level'] | undefined {
  return (['error', 'warning', 'note'] as const).find((level) => told.some((one) => one.level === level))
}

/** Reads a written path again, as far as the value has it; keys may hold dots and colons. */
export function readPath(value: unknown, param: string): Path {
  const path: (string | number)[] = []
  let rest = param
  while (rest) {
    const index = /^\[(\d+)\]\.?/.exec(rest)
    if (index?.[1]) {
      path.push(Number(index[1]))
      rest = rest.slice(index[0].length)
      continue
    }
    const here = at(value, path)
    const keys = isObject(here) ? Object.keys(here) : []
    const key = keys.filter((one) => rest === one || rest.startsWith(`${one}.`) || rest.startsWith(`${one}[`)).toSorted((a, b) => b.length - a.length)[0] ?? /^[^.[]+/.exec(rest)?.[0]
    if (!key) break
    path.push(key)
    rest = rest.slice(key.length).replace(/^\./, '')
  }
  return path
}
