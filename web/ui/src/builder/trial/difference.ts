/** One entry of a path: where the call was, and by which exit it went on. */
export type Visit = { node: string; outcome: string | undefined }

/** The first place where a call went another way than expected; undefined where one of the two ways had ended before. */
export type Difference = { step: number; got: Visit | undefined; want: Visit | undefined }

/** Reads the failure of a flow test that is about its path: "path: got a done → b; want a done → c". Undefined for others. */
export function differenceOf(failure: string): Difference | undefined {
  const found = /^path: got (.*); want (.*)$/s.exec(failure)
  if (!found) return undefined
  const [got, want] = [visits(found[1] ?? ''), visits(found[2] ?? '')]
  const step = Array.from({ length: Math.max(got.length, want.length) }).findIndex((_, index) => !same(got[index], want[index]))
  return step < 0 ? undefined : { step: step + 1, got: got[step], want: want[step] }
}

function visits(text: string): Visit[] {
  if (text === '') return []
  return text.split(' → ').map((entry) => {
    const space = entry.indexOf(' ')
    return space < 0 ? { node: entry, outcome: undefined } : { node: entry.slice(0, space), outcome: entry.slice(space + 1) }
  })
}

const same = (a: Visit | undefined, b: Visit | undefined) => a?.node === b?.node && a?.outcome === b?.outcome
