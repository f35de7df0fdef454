import { isObject } from './schema'

/** Where something stands in a node's params. */
export type Path = readonly (string | number)[]

/** The path as findings write it: slots[1].from. */
export function written(path: Path): string {
  let text = ''
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += text ? `.${step}` : step
  }
  return text
}

/** The path without places in lists and keys of maps, for looking things up by it: slots[].from. */
export function general(path: Path): string {
  return written(path).replaceAll(/\[\d+\]/g, '[]')
}

export function at(value: unknown, path: Path): unknown {
  let here = value
  for (const step of path) {
    if (typeof step === 'number') here = Array.isArray(here) ? here[step] : undefined
    else here = isObject(here) && Object.hasOwn(here, step) ? here[step] : undefined
  }
  return here
}

/** The value with another one at the path; undefined takes it away. What is not on the path stays the same object. */
export function put(value: unknown, path: Path, next: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return next
  if (typeof step === 'number') {
    const list = Array.isArray(value) ? [...(value as unknown[])] : []
    const inner = put(list[step], rest, next)
    if (inner === undefined) list.splice(step, 1)
    else list[step] = inner
    return list
  }
  const object = isObject(value) ? value : {}
  const inner = put(Object.hasOwn(object, step) ? object[step] : undefined, rest, next)
  if (inner === undefined) {
    const { [step]: _, ...others } = object
    return others
  }
  // fromEntries makes own keys of all names, __proto__ too, and keeps their order.
  const entries = Object.entries(object).map(([key, was]) => [key, key === step ? inner : was] as const)
  return Object.fromEntries(Object.hasOwn(object, step) ? entries : [...entries, [step, inner] as const])
}

export function move<T>(list: readonly T[], from: number, to: number): T[] {
  const moved = [...list]
  const [one] = moved.splice(from, 1)
  if (one !== undefined) moved.splice(to, 0, one)
  return moved
}
