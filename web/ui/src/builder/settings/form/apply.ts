import type { FlowDocument, FlowNode, NodeChange } from './node'

/** The document with a change of one of its nodes. Edges of outcomes that have another name go along. */
export function apply<D extends FlowDocument>(document: D, id: string, change: NodeChange): D {
  const node = document.nodes[id]
  if (!node) return document
  return { ...document, nodes: { ...document.nodes, [id]: 'fields' in change ? withFields(node, change.fields) : withParams(node, change) } }
}

function withFields(node: FlowNode, fields: object): FlowNode {
  return Object.fromEntries(Object.entries({ ...node, ...fields }).filter(([key, value]) => !(key in fields) || (value !== '' && value !== false && value !== undefined))) as FlowNode
}

function withParams(node: FlowNode, { params, renamed }: Extract<NodeChange, { params: object }>): FlowNode {
  const next = renamed && node.next && Object.fromEntries(Object.entries(node.next).map(([outcome, to]) => [renamed[outcome] ?? outcome, to]))
  const changed: { -readonly [K in keyof FlowNode]: FlowNode[K] } = { ...node, params, ...(next && { next }) }
  if (Object.keys(params).length === 0) delete changed.params
  return changed
}
