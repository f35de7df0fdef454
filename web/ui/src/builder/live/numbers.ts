import type { FlowDocument, FlowNode, Outcome } from '../model/document'
import { jumpHandle } from '../picture/graph'

/** How often calls left a node by an outcome, as GET /flows/{id}/statistics has it. */
export type EdgeCount = { node: string; outcome: string; times: number }

export type Left = {
  outcome: string
  times: number
  /** The edge that it went by: its own, or one that stands in; undefined where calls ended, or went back to a flow that called. */
  way: string | undefined
}

export type NodeNumbers = {
  /** The most first. */
  left: readonly Left[]
  total: number
  /** Callers who hung up here. */
  hungUp: number
  /** Calls that ended here in another way. */
  ended: number
}

export type FlowNumbers = {
  nodes: ReadonlyMap<string, NodeNumbers>
  /** For each node how many went by each of its edges. */
  edges: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Steps at nodes that the flow that is drawn has not. */
  elsewhere: number
  total: number
}

/** The edge by which a call leaves a node: the outcome's own, that of one it falls back to, or the one for all others. */
export function wayOf(node: FlowNode, outcome: string, outcomes: readonly Outcome[]): string | undefined {
  if (node.type === 'jump' && outcome === 'jumped') return jumpHandle
  const next = node.next ?? {}
  for (let name: string | undefined = outcome, tries = 0; name && tries < 20; tries++) {
    if (next[name] !== undefined) return name
    name = outcomes.find((one) => one.name === name)?.else
  }
  return outcome !== 'hung_up' && next['*'] !== undefined ? '*' : undefined
}

/** Where that edge leads. */
export function behind(node: FlowNode, way: string): string | undefined {
  if (way !== jumpHandle) return node.next?.[way]
  return typeof node.params?.to === 'string' ? node.params.to : undefined
}

export type OutcomesOf = (id: string, node: FlowNode) => readonly Outcome[]

export function numbersOf(flow: FlowDocument, counts: readonly EdgeCount[], outcomesOf: OutcomesOf): FlowNumbers {
  const nodes = new Map<string, { left: Left[]; total: number; hungUp: number; ended: number }>()
  const edges: Record<string, Record<string, number>> = {}
  let elsewhere = 0
  let total = 0
  for (const { node: id, outcome, times } of counts) {
    const node = flow.nodes[id]
    if (!node) {
      elsewhere += times
      continue
    }
    total += times
    const way = wayOf(node, outcome, outcomesOf(id, node))
    const at = nodes.get(id) ?? { left: [], total: 0, hungUp: 0, ended: 0 }
    at.left.push({ outcome, times, way })
    at.total += times
    if (way !== undefined) {
      const ways = (edges[id] ??= {})
      ways[way] = (ways[way] ?? 0) + times
    } else if (outcome === 'hung_up') at.hungUp += times
    else at.ended += times
    nodes.set(id, at)
  }
  for (const { left } of nodes.values()) left.sort((a, b) => b.times - a.times)
  return { nodes, edges, elsewhere, total }
}
