export type Range = { name: string; from: string; to: string }

/** What a postcode looks like; see postcodeFormats of flowengine/nodes. */
export type Format = { length: number; first: string; last: string }

const lengths: Record<number, string> = { 4: 'at be ch dk hu no nz za', 5: 'de es fi fr it my pl se th us', 6: 'cn in sg', 7: 'jp' }

export const countries = ['au', ...Object.values(lengths).flatMap((list) => list.split(' '))].toSorted()

export function formatOf(country: string, length: number): Format {
  if (country.toLowerCase() === 'au') return { length: 4, first: '0200', last: '9999' }
  const known = Object.entries(lengths).find(([, list]) => list.split(' ').includes(country.toLowerCase()))
  const digits = known ? Number(known[0]) : Math.max(1, length)
  return { length: digits, first: '0'.repeat(digits), last: '9'.repeat(digits) }
}

export const isCode = ({ length, first, last }: Format, code: string): boolean => code.length === length && /^\d+$/.test(code) && first <= code && code <= last

/** The ends of a range as numbers; undefined when they are none, or the wrong way round. */
export function endsOf(format: Format, range: Partial<Range>): [number, number] | undefined {
  const first = range.from ?? ''
  const last = range.to || first
  return isCode(format, first) && isCode(format, last) && first <= last ? [Number(first), Number(last)] : undefined
}

/** The ranges that share postcodes with an earlier one, each with that one. */
export function overlaps(format: Format, ranges: readonly Partial<Range>[]): { at: number; with: number; ends: [number, number] }[] {
  const ends = ranges.map((range) => endsOf(format, range))
  return ends.flatMap((a, at) =>
    ends.slice(0, at).flatMap((b, other) => (a && b && a[0] <= b[1] && b[0] <= a[1] ? [{ at, with: other, ends: [Math.max(a[0], b[0]), Math.min(a[1], b[1])] as [number, number] }] : [])),
  )
}

/** What is in no range, as it is written: "0200–1999". */
export function gaps(format: Format, ranges: readonly Partial<Range>[]): string[] {
  const code = (n: number) => String(n).padStart(format.length, '0')
  const sorted = ranges.map((range) => endsOf(format, range)).filter((one) => one !== undefined)
  const found: string[] = []
  let next = Number(format.first)
  const gap = (to: number) => found.push(next === to ? code(next) : `${code(next)}–${code(to)}`)
  for (const [first, last] of sorted.toSorted((a, b) => a[0] - b[0])) {
    if (first > next) gap(first - 1)
    next = Math.max(next, last + 1)
  }
  if (next <= Number(format.last)) gap(Number(format.last))
  return found
}
