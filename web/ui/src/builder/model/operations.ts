import type { FlowDocument, FlowNode, FlowSettings, Params, Point } from './document'
import { remapParams } from './references'

// What can be done to a flow. Each operation changes the draft that it is given, inside EditingStore.do.

/** A new id: opaque, a word (so that expressions can name it), and other than those that two editors make at once. */
export function freshId(taken: Record<string, unknown>, type: string, random: () => number = Math.random): string {
  const stem = type.replace(/\W/g, '') || 'node'
  for (let length = 4; ; length++) {
    const tail = Array.from({ length }, () => '23456789abcdefghjkmnpqrstvwxyz'[Math.floor(random() * 30)]).join('')
    const id = `${stem}_${tail}`
    if (!(id in taken)) return id
  }
}

export function place(flow: FlowDocument, id: string, at: Point): void {
  flow.layout ??= {}
  flow.layout[id] = { x: Math.round(at.x), y: Math.round(at.y) }
}

/** Adds a node. The first one of a flow becomes its start. */
export function addNode(flow: FlowDocument, id: string, node: FlowNode, at?: Point): void {
  flow.nodes[id] = node
  if (at) place(flow, id, at)
  if (!flow.nodes[flow.start]) flow.start = id
}

export function connect(flow: FlowDocument, from: string, outcome: string, to: string): void {
  const node = flow.nodes[from]
  if (!node) return
  node.next ??= {}
  if (node.next[outcome] !== to) node.next[outcome] = to
}

export function disconnect(flow: FlowDocument, from: string, outcome: string): void {
  const node = flow.nodes[from]
  if (!node?.next) return
  delete node.next[outcome]
  if (Object.keys(node.next).length === 0) delete node.next
}

/** Puts a node between two others: the edge leads to it, and it leads on where the edge led, by its outcome `through`. */
export function insertInEdge(flow: FlowDocument, id: string, from: string, outcome: string, through: string | undefined): void {
  const to = flow.nodes[from]?.next?.[outcome]
  if (!to || !flow.nodes[id] || id === from || id === to) return
  connect(flow, from, outcome, id)
  if (through && !flow.nodes[id].next?.[through]) connect(flow, id, through, to)
}

/**
 * Removes nodes with their edges. What led to a node that has one way on leads there afterwards, and so does the start; other
 * edges to it go.
 */
export function deleteNodes(flow: FlowDocument, ids: Iterable<string>): void {
  const gone = new Set([...ids].filter((id) => flow.nodes[id]))
  if (gone.size === 0) return
  const onward = (id: string): string | undefined => {
    const passed = new Set<string>()
    for (let at: string | undefined = id; at !== undefined; ) {
      if (!gone.has(at)) return flow.nodes[at] ? at : undefined
      if (passed.has(at)) return undefined
      passed.add(at)
      const ways: Set<string> = new Set(Object.values(flow.nodes[at]?.next ?? {}))
      at = ways.size === 1 ? [...ways][0] : undefined
    }
    return undefined
  }
  for (const [id, node] of Object.entries(flow.nodes)) {
    if (gone.has(id)) continue
    for (const [outcome, to] of Object.entries(node.next ?? {})) {
      if (!gone.has(to)) continue
      const target = onward(to)
      if (target !== undefined && target !== id) connect(flow, id, outcome, target)
      else disconnect(flow, id, outcome)
    }
  }
  if (gone.has(flow.start)) flow.start = onward(flow.start) ?? ''
  for (const id of gone) {
    delete flow.nodes[id]
    if (flow.layout) delete flow.layout[id]
  }
}

type Fields = Pick<FlowNode, 'label' | 'note' | 'skip' | 'sensitive'>

/** Changes a node's own fields; what is empty is left out of the document. */
export function setFields(flow: FlowDocument, id: string, fields: Fields): void {
  const node = flow.nodes[id]
  if (!node) return
  for (const key of ['label', 'note', 'skip', 'sensitive'] as const) {
    if (!(key in fields)) continue
    if (fields[key]) Object.assign(node, { [key]: fields[key] })
    else delete node[key]
  }
}

/**
 * Gives a node other params. `renamed` are outcomes that have got another name with them, such as a key of a menu: their
 * edges go along.
 */
export function setParams(flow: FlowDocument, id: string, params: Params, renamed: Record<string, string> = {}): void {
  const node = flow.nodes[id]
  if (!node) return
  node.params = params
  const moving = Object.entries(renamed).flatMap(([old, name]) => {
    const to = node.next?.[old]
    return to && old !== name ? [[old, name, to] as const] : []
  })
  for (const [old] of moving) delete node.next?.[old]
  for (const [, name, to] of moving) connect(flow, id, name, to)
}

/** Gives a node another id; edges, jumps and expressions go along. */
export function renameId(flow: FlowDocument, id: string, to: string): void {
  const node = flow.nodes[id]
  if (!node || !to || flow.nodes[to]) return
  const ids = { [id]: to }
  delete flow.nodes[id]
  flow.nodes[to] = node
  const at = flow.layout?.[id]
  if (flow.layout && at) {
    delete flow.layout[id]
    flow.layout[to] = at
  }
  if (flow.start === id) flow.start = to
  for (const other of Object.values(flow.nodes)) {
    for (const [outcome, target] of Object.entries(other.next ?? {})) if (target === id && other.next) other.next[outcome] = to
    if (other.params) {
      const params = remapParams(other.params, ids)
      if (JSON.stringify(params) !== JSON.stringify(other.params)) other.params = params
    }
  }
}

export function setStart(flow: FlowDocument, id: string): void {
  if (flow.nodes[id]) flow.start = id
}

export function setSettings(flow: FlowDocument, settings: FlowSettings): void {
  flow.settings = settings
}

export function moveNodes(flow: FlowDocument, places: Record<string, Point>): void {
  for (const [id, at] of Object.entries(places)) {
    const was = flow.layout?.[id]
    if (flow.nodes[id] && (was?.x !== Math.round(at.x) || was?.y !== Math.round(at.y))) place(flow, id, at)
  }
}

/** Adds nodes with new ids: `ids` says which node becomes which. Edges and params among them follow. */
export function addCopies(flow: FlowDocument, nodes: Record<string, FlowNode>, ids: Record<string, string>): void {
  for (const [old, node] of Object.entries(nodes)) {
    const id = ids[old]
    if (!id) continue
    const next = Object.fromEntries(Object.entries(node.next ?? {}).map(([outcome, to]) => [outcome, ids[to] ?? to]))
    const copy: FlowNode = { ...node, ...(node.params && { params: remapParams(node.params, ids) }), next }
    if (Object.keys(next).length === 0) delete copy.next
    addNode(flow, id, copy)
  }
}

/** Turns a flow into another one, in one step; what is equal stays as it is. */
export function become(flow: FlowDocument, other: FlowDocument): void {
  assign(flow as Record<string, unknown>, other as Record<string, unknown>)
}

function assign(target: Record<string, unknown>, source: Record<string, unknown>): void {
  for (const key of Object.keys(target)) if (source[key] === undefined) delete target[key]
  for (const [key, value] of Object.entries(source)) {
    const was = target[key]
    if (value === undefined) continue
    if (isObject(was) && isObject(value)) assign(was, value)
    else if (JSON.stringify(was) !== JSON.stringify(value)) target[key] = value
  }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
