import { commonOutcomes, type FlowNode, type Outcome } from './document'

// A node's size follows from its exits alone, so that nothing has to be measured. FlowNode.module.css draws by the same numbers.

export const nodeWidth = 224
export const headHeight = 56
export const rowHeight = 24
const foot = 8

/** The exits of a node as they are drawn: its own, in their order, then those that are wired beside them. */
export function rowsOf(node: FlowNode, known: readonly Outcome[]): Outcome[] {
  const names = new Set(known.map(({ name }) => name))
  const others = Object.keys(node.next ?? {}).filter((name) => !names.has(name))
  const rank = (name: string) => commonOutcomes.indexOf(name as (typeof commonOutcomes)[number])
  others.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return [...known, ...others.map((name) => ({ name }))]
}

export const nodeHeight = (rows: number): number => headHeight + (rows > 0 ? rows * rowHeight + foot : 0)

/** The middle of a row's dot, from the node's upper edge. */
export const rowMiddle = (index: number): number => headHeight + index * rowHeight + rowHeight / 2

/** The middle of the dot that edges come in at. */
export const inMiddle = headHeight / 2
