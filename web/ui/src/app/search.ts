// What stands in the address's query may be anything: these keep what a page knows.

/** The value if it is one of those. */
export function oneOf<const V extends string>(value: unknown, values: readonly V[]): V | undefined {
  return values.find((one) => one === value)
}

/** A text that is not empty. The router reads 123 as a number. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A whole number from 1 on. */
export function countOf(value: unknown): number | undefined {
  const number = Number(value)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}
