import type { Step } from './call'

export type Pair = { was: Step | undefined; is: Step | undefined; same: boolean }

/** Two ways side by side, step by step. */
export function compare(was: readonly Step[], is: readonly Step[]): Pair[] {
  return Array.from({ length: Math.max(was.length, is.length) }, (_, index) => {
    const [a, b] = [was[index], is[index]]
    return { was: a, is: b, same: a?.node === b?.node && a?.outcome === b?.outcome && a?.flow === b?.flow }
  })
}
