import type { FlowDocument } from '../model/document'
import { edgeId } from './graph'
import type { EdgeMark, NodeMark } from './marks'

/** A call's steps, in their order. A step without outcome is where the call is, or ended. */
export type Trace = readonly { node: string; outcome?: string | undefined }[]

export type PictureMarks = {
  /** How many calls left each node by each outcome. */
  stats?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined
  /** How many calls ended at each node: whose callers hung up, and the others. */
  ends?: Readonly<Record<string, { hungUp: number; ended: number }>> | undefined
  /** Calls in progress at each node. */
  live?: Readonly<Record<string, number>> | undefined
  /** What became of nodes (by id) and of their edges (by outcome). */
  changes?:
    | {
        nodes: Readonly<Record<string, 'added' | 'removed' | 'changed' | 'moved'>>
        edges: readonly { node: string; outcome: string; kind: 'added' | 'removed' | 'changed' }[]
      }
    | undefined
}

type All = PictureMarks & { trace?: Trace | undefined; at?: number | undefined }

/** What a trace, counts, calls in progress and changes draw upon a picture. */
export function marksOf(flow: FlowDocument, { trace, at, stats, ends, live, changes }: All) {
  const nodes = new Map<string, NodeMark>()
  const edges = new Map<string, EdgeMark>()
  const node = (id: string, mark: NodeMark) => nodes.set(id, { ...nodes.get(id), ...mark })
  const edge = (id: string, mark: EdgeMark) => edges.set(id, { ...edges.get(id), ...mark })

  if (trace) {
    const shown = trace.slice(0, at ?? trace.length)
    for (const id of Object.keys(flow.nodes)) node(id, { passed: true })
    for (const [id, { next }] of Object.entries(flow.nodes)) for (const outcome of Object.keys(next ?? {})) edge(edgeId(id, outcome), { passed: true })
    for (const [index, step] of shown.entries()) {
      node(step.node, { passed: false, steps: [...(nodes.get(step.node)?.steps ?? []), index + 1] })
      if (step.outcome !== undefined && (index < shown.length - 1 || at === undefined)) {
        const way = wayOf(flow, step.node, step.outcome, trace[index + 1]?.node)
        if (way !== undefined) edge(edgeId(step.node, way), { passed: false, taken: true })
      }
    }
    const last = shown.at(-1)
    if (last && at !== undefined) node(last.node, { here: true })
  }
  if (stats) {
    const most = Math.max(1, ...Object.values(stats).flatMap((counts) => Object.values(counts)))
    for (const [id, { next }] of Object.entries(flow.nodes)) for (const outcome of Object.keys(next ?? {})) edge(edgeId(id, outcome), { passed: true })
    for (const [id, counts] of Object.entries(stats)) {
      for (const [outcome, count] of Object.entries(counts)) edge(edgeId(id, outcome), { passed: false, count, share: count / most })
    }
  }
  for (const [id, end] of Object.entries(ends ?? {})) node(id, { ends: end })
  for (const [id, count] of Object.entries(live ?? {})) node(id, { live: count })
  for (const [id, change] of Object.entries(changes?.nodes ?? {})) node(id, { change })
  for (const { node: from, outcome, kind } of changes?.edges ?? []) edge(edgeId(from, outcome), { change: kind })
  return { nodes, edges }
}

/** The edge that a call took: its outcome's own, or one that stands in for it and leads to where the call went. */
function wayOf(flow: FlowDocument, id: string, outcome: string, to: string | undefined): string | undefined {
  const next = flow.nodes[id]?.next ?? {}
  if (next[outcome] !== undefined) return outcome
  if (to === undefined) return undefined
  return next['*'] === to ? '*' : Object.keys(next).find((name) => next[name] === to)
}
