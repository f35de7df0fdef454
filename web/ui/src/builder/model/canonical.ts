import type { FlowDocument, FlowNode } from './document'

/** A JSON value with sorted keys, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one ?? null)).join()}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined)
    entries.sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join()}}`
  }
  return JSON.stringify(value) ?? 'null'
}

// Documents are never changed in place, so a node that is the same object is the same node.
const known = new WeakMap<FlowNode, string>()

/** A node's content; what the server leaves out when it is empty is left out here too. */
export function nodeContent(node: FlowNode): string {
  let text = known.get(node)
  if (text === undefined) {
    const { label, note, skip, sensitive, params, next, ...others } = node
    text = canonical({
      ...others,
      ...(label && { label }),
      ...(note && { note }),
      ...(skip && { skip }),
      ...(sensitive && { sensitive }),
      ...(params && Object.keys(params).length > 0 && { params }),
      ...(next && Object.keys(next).length > 0 && { next }),
    })
    known.set(node, text)
  }
  return text
}

/** A document without its nodes and their places. */
function frame({ schema, name, kind, start, settings }: FlowDocument): string {
  const { record, language, goodbye, ...more } = settings ?? {}
  return canonical({
    schema,
    name,
    kind,
    start,
    settings: { ...more, ...(language && { language }), ...(goodbye && { goodbye }), ...((record?.calls || record?.notice) && { record }) },
  })
}

/** Whether two documents do the same to a call: the layout is not looked at. */
export function sameContent(a: FlowDocument, b: FlowDocument): boolean {
  if (a === b) return true
  if (frame(a) !== frame(b)) return false
  if (a.nodes === b.nodes) return true
  const ids = Object.keys(a.nodes)
  if (ids.length !== Object.keys(b.nodes).length) return false
  return ids.every((id) => {
    const one = a.nodes[id]
    const other = b.nodes[id]
    return one === other || (!!one && !!other && nodeContent(one) === nodeContent(other))
  })
}

/** Whether all nodes of two documents with the same content are drawn at the same places. */
export function sameLayout(a: FlowDocument, b: FlowDocument): boolean {
  if (a.layout === b.layout) return true
  return Object.keys(b.nodes).every((id) => {
    const one = a.layout?.[id]
    const other = b.layout?.[id]
    return one === other || (one && other ? one.x === other.x && one.y === other.y : false)
  })
}
