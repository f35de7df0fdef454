import { Position, type Edge, type Node, type NodeHandle } from '@xyflow/react'
import type { FlowDocument, FlowNode, Outcome, Point } from '../model/document'
import { placesOf } from '../model/layout'
import { inMiddle, nodeHeight, nodeWidth, rowMiddle, rowsOf } from '../model/size'

/** What a node's drawing needs. Equal data is the same object, so that only what changed is drawn again. */
export type StepData = {
  node: FlowNode
  rows: readonly Outcome[]
  /** Outcomes that lead to a node which is not there, with its id. */
  nowhere: Readonly<Record<string, string>>
  start: boolean
}
export type StepNode = Node<StepData, 'step'>
export type WayData = { outcome: string; /** A jump's way, which is no outcome. */ jump?: boolean }
export type WayEdge = Edge<WayData, 'way'>

export type Graph = { nodes: StepNode[]; edges: WayEdge[] }

export const edgeId = (from: string, outcome: string): string => `${from}\u0000${outcome}`

/** The handle that edges come in at, and that from which a jump's way goes. Outcomes' own are named after them. */
export const inHandle = ' in'
export const jumpHandle = ' jump'

/** Makes graphs of documents, keeping what did not change. */
export class Grapher {
  #steps = new Map<string, StepNode>()
  #edges = new Map<string, WayEdge>()

  graph(flow: FlowDocument, outcomesOf: (id: string, node: FlowNode) => readonly Outcome[], extra?: Readonly<Record<string, readonly string[]>>): Graph {
    const rows = new Map<string, readonly Outcome[]>()
    for (const [id, node] of Object.entries(flow.nodes)) {
      const own = rowsOf(node, outcomesOf(id, node))
      const more = (extra?.[id] ?? []).filter((name) => !own.some((row) => row.name === name))
      rows.set(id, more.length > 0 ? [...own, ...more.map((name) => ({ name }))] : own)
    }
    const places = placesOf(flow, (id) => nodeHeight(rows.get(id)?.length ?? 0))
    const steps = new Map<string, StepNode>()
    const edges = new Map<string, WayEdge>()
    for (const [id, node] of Object.entries(flow.nodes)) {
      steps.set(id, this.#step(flow, id, node, rows.get(id) ?? [], places[id] ?? { x: 0, y: 0 }))
      for (const [outcome, to] of Object.entries(node.next ?? {})) {
        if (flow.nodes[to]) this.#edge(edges, id, outcome, to)
      }
      const target = node.type === 'jump' ? node.params?.to : undefined
      if (typeof target === 'string' && flow.nodes[target]) this.#edge(edges, id, jumpHandle, target)
    }
    this.#steps = steps
    this.#edges = edges
    return { nodes: [...steps.values()], edges: [...edges.values()] }
  }

  #step(flow: FlowDocument, id: string, node: FlowNode, rows: readonly Outcome[], at: Point): StepNode {
    const nowhere = Object.fromEntries(Object.entries(node.next ?? {}).filter(([, to]) => !flow.nodes[to]))
    const start = flow.start === id
    const was = this.#steps.get(id)
    const same =
      was?.data.node === node && was.data.start === start && sameRows(was.data.rows, rows) && sameKeys(was.data.nowhere, nowhere)
    if (same && was.position.x === at.x && was.position.y === at.y) return was
    if (same) return { ...was, position: at }
    const height = nodeHeight(rows.length)
    return {
      id,
      type: 'step',
      position: at,
      // All sizes are known, so that React Flow measures nothing.
      width: nodeWidth,
      height,
      measured: { width: nodeWidth, height },
      handles: handles(rows),
      data: { node, rows, nowhere, start },
    }
  }

  #edge(edges: Map<string, WayEdge>, from: string, outcome: string, to: string): void {
    const id = edgeId(from, outcome)
    const was = this.#edges.get(id)
    if (was?.target === to) edges.set(id, was)
    else {
      const data: WayData = outcome === jumpHandle ? { outcome: '', jump: true } : { outcome }
      edges.set(id, { id, type: 'way', source: from, sourceHandle: outcome, target: to, targetHandle: inHandle, data })
    }
  }
}

function handles(rows: readonly Outcome[]): NodeHandle[] {
  const dot = (id: string, type: 'source' | 'target', x: number, y: number): NodeHandle => ({
    id,
    type,
    position: type === 'source' ? Position.Right : Position.Left,
    x: x - 1,
    y: y - 1,
    width: 2,
    height: 2,
  })
  return [
    dot(inHandle, 'target', 0, inMiddle),
    dot(jumpHandle, 'source', nodeWidth, inMiddle),
    ...rows.map(({ name }, index) => dot(name, 'source', nodeWidth, rowMiddle(index))),
  ]
}

const sameRows = (a: readonly Outcome[], b: readonly Outcome[]) =>
  a.length === b.length && a.every((row, index) => row.name === b[index]?.name && row.else === b[index]?.else)

const sameKeys = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value)
