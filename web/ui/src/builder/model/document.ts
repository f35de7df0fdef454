// The flow document: what the builder edits, the API carries and the store keeps (see docs/nodes.md).

export type FlowKind = 'voice' | 'text'
export type Point = { x: number; y: number }
export type Params = Record<string, unknown>

export type FlowNode = {
  type: string
  label?: string
  params?: Params
  /** Outcome to the id of the node that it leads to. */
  next?: Record<string, string>
  /** Calls walk past it by its first outcome. */
  skip?: boolean
  /** Its digits and variables are not stored. */
  sensitive?: boolean
  /** For the next person. */
  note?: string
}

export type FlowSettings = {
  language?: string
  goodbye?: string
  record?: { calls: boolean; notice?: string }
}

export type FlowDocument = {
  schema: number
  name: string
  kind: FlowKind
  start: string
  settings?: FlowSettings
  nodes: Record<string, FlowNode>
  /** Where each node is drawn, in pixels. It is no part of the content: moving a node makes no revision. */
  layout?: Record<string, Point>
}

/** An exit of a node. */
export type Outcome = {
  name: string
  about?: string
  /** The outcome that stands in for it when it is not wired. */
  else?: string
}

/** Every node has these beside its own; they are shown where they are wired. */
export const commonOutcomes = ['*', 'error', 'hung_up'] as const

export type Edge = { from: string; outcome: string; to: string }

export function* edgesOf(flow: FlowDocument): Generator<Edge> {
  for (const [from, node] of Object.entries(flow.nodes)) {
    for (const [outcome, to] of Object.entries(node.next ?? {})) yield { from, outcome, to }
  }
}

/** A document as it may come from outside: whatever is missing is empty. */
export function asDocument(given: unknown): FlowDocument {
  const flow = (given ?? {}) as Partial<FlowDocument>
  const nodes: Record<string, FlowNode> = {}
  for (const [id, node] of Object.entries(flow.nodes ?? {})) nodes[id] = node ?? { type: '' }
  return { ...flow, schema: flow.schema ?? 1, name: flow.name ?? '', kind: flow.kind ?? 'voice', start: flow.start ?? '', nodes }
}

/** Reads a flow document that somebody imports. Throws with a sentence for people. */
export function readDocument(text: string): FlowDocument {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw new Error('This is no flow: it is not JSON.')
  }
  if (typeof given !== 'object' || given === null || !('nodes' in given) || typeof given.nodes !== 'object') {
    throw new Error('This is no flow: it has no nodes.')
  }
  return asDocument(given)
}
