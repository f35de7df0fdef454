import { readDocument, type FlowDocument, type FlowKind, type FlowNode, type Point } from './document'
import { addCopies, freshId, place } from './operations'

/** What copying puts on the clipboard, as text. */
type Clip = {
  callflow: 'nodes'
  /** The flow that it was copied from. */
  flow: string
  kind: FlowKind
  nodes: Record<string, FlowNode>
  layout: Record<string, Point>
}

/** Something of what was pasted that has no place here. */
export type Unresolved =
  | { why: 'edge'; node: string; outcome: string; to: string }
  | { why: 'jump'; node: string; to: string }
  /** The node cannot stand in a flow of this kind. */
  | { why: 'kind'; node: string; type: string }
  /** This callflow does not know the type. */
  | { why: 'type'; node: string; type: string }

export type Pasted = { ids: string[]; unresolved: Unresolved[] }

export function copyText(flow: FlowDocument, ids: Iterable<string>, flowId: string, where: (id: string) => Point | undefined): string {
  const clip: Clip = { callflow: 'nodes', flow: flowId, kind: flow.kind, nodes: {}, layout: {} }
  for (const id of ids) {
    const node = flow.nodes[id]
    if (!node) continue
    clip.nodes[id] = node
    const at = where(id)
    if (at) clip.layout[id] = at
  }
  return JSON.stringify(clip, null, 1)
}

/** Reads what was copied, here or elsewhere; a whole flow document will do. Undefined when it is something else. */
export function readClip(text: string): Clip | undefined {
  try {
    const given = JSON.parse(text) as Partial<Clip>
    const flow = readDocument(text)
    const nodes = Object.fromEntries(Object.entries(flow.nodes).filter(([, node]) => node.type !== ''))
    if (Object.keys(nodes).length === 0) return undefined
    return { callflow: 'nodes', flow: typeof given.flow === 'string' ? given.flow : '', kind: flow.kind, nodes, layout: flow.layout ?? {} }
  } catch {
    return undefined
  }
}

export type Known = (type: string) => { kinds: readonly FlowKind[] } | undefined

/**
 * Adds a clip with new ids, its upper left corner at a point. Edges to nodes that were not copied stay when the flow is the one
 * that they came from and still has the node; else they are left out and told.
 */
export function paste(
  flow: FlowDocument,
  clip: Clip,
  at: Point,
  { flowId, known, random }: { flowId: string; known?: Known; random?: () => number },
): Pasted {
  const ids: Record<string, string> = {}
  const taken: Record<string, unknown> = { ...flow.nodes }
  for (const [old, node] of Object.entries(clip.nodes)) {
    const id = freshId(taken, node.type, random)
    ids[old] = id
    taken[id] = true
  }
  const unresolved: Unresolved[] = []
  const stays = (to: string) => clip.flow === flowId && !!flow.nodes[to]
  const nodes: Record<string, FlowNode> = {}
  for (const [old, node] of Object.entries(clip.nodes)) {
    const id = ids[old] ?? old
    const next = Object.entries(node.next ?? {}).filter(([outcome, to]) => {
      if (ids[to] || stays(to)) return true
      unresolved.push({ why: 'edge', node: id, outcome, to })
      return false
    })
    const jump = node.type === 'jump' ? node.params?.to : undefined
    if (typeof jump === 'string' && jump && !ids[jump] && !stays(jump)) unresolved.push({ why: 'jump', node: id, to: jump })
    const type = known?.(node.type)
    if (known && !type) unresolved.push({ why: 'type', node: id, type: node.type })
    else if (type && !type.kinds.includes(flow.kind)) unresolved.push({ why: 'kind', node: id, type: node.type })
    nodes[old] = { ...node, next: Object.fromEntries(next) }
  }
  addCopies(flow, nodes, ids)
  const places = Object.entries(clip.layout).filter(([old]) => ids[old])
  const left = Math.min(...places.map(([, point]) => point.x))
  const top = Math.min(...places.map(([, point]) => point.y))
  for (const [old, point] of places) {
    const id = ids[old]
    if (id) place(flow, id, { x: at.x + point.x - left, y: at.y + point.y - top })
  }
  return { ids: Object.values(ids), unresolved }
}

