import { canonical } from './canonical'
import type { FlowDocument, FlowNode } from './document'

/** The parts of a node that two people can change without touching each other. */
type Part = 'label' | 'note' | 'skip' | 'sensitive' | 'params'

/** Where two people have done different things to the same node or edge. `mine` and `theirs` are undefined where it is gone. */
export type Conflict = { key: string; mine: unknown; theirs: unknown } & (
  | { about: 'flow'; part: 'start' | 'kind' | 'settings' }
  | { about: 'node'; node: string; part: Part | 'whole' }
  | { about: 'edge'; node: string; outcome: string }
)

export type Merged = { document: FlowDocument; conflicts: Conflict[] }
export type Choice = 'mine' | 'theirs'

/**
 * Joins two edits of the same document. What only one of them changed is taken from it, and so is what both changed alike; where
 * they differ it is a conflict, decided by `choices` (by key), as long as there is none by mine. Places on the canvas are no
 * conflict: mine stays where I moved a node.
 */
export function merge(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument, choices: Record<string, Choice> = {}): Merged {
  const conflicts: Conflict[] = []
  const equal = (a: unknown, b: unknown) => a === b || canonical(a) === canonical(b)

  /** The three-way choice for one value. `conflict` is told when they differ. */
  function decide<T>(was: T, me: T, they: T, conflict: (mine: T, theirs: T) => Conflict): T {
    if (equal(me, they) || equal(they, was)) return me
    if (equal(me, was)) return they
    const found = conflict(me, they)
    conflicts.push(found)
    return choices[found.key] === 'theirs' ? they : me
  }

  const flowPart = <K extends 'start' | 'kind' | 'settings'>(part: K): FlowDocument[K] =>
    decide<FlowDocument[K]>(base[part], mine[part], theirs[part], (me, they) => ({ about: 'flow', part, key: part, mine: me, theirs: they }))

  const document: FlowDocument = { ...theirs, start: flowPart('start'), kind: flowPart('kind'), nodes: {}, layout: {} }
  const settings = flowPart('settings')
  if (settings) document.settings = settings
  else delete document.settings

  for (const id of new Set([...Object.keys(theirs.nodes), ...Object.keys(mine.nodes)])) {
    const node = mergeNode(id, base.nodes[id], mine.nodes[id], theirs.nodes[id])
    if (!node) continue
    document.nodes[id] = node
    const at = equal(mine.layout?.[id], base.layout?.[id]) ? theirs.layout?.[id] : mine.layout?.[id]
    const place = at ?? mine.layout?.[id] ?? theirs.layout?.[id]
    if (place && document.layout) document.layout[id] = place
  }
  return { document, conflicts }

  function mergeNode(id: string, was: FlowNode | undefined, me: FlowNode | undefined, they: FlowNode | undefined): FlowNode | undefined {
    // Whole nodes: one of us added, removed or retyped it, or we both added it.
    if (!was || !me || !they || me.type !== they.type) {
      return decide<FlowNode | undefined>(was, me, they, (m, t) => ({ about: 'node', node: id, part: 'whole', key: `node ${id}`, mine: m, theirs: t }))
    }
    const node: FlowNode = { type: me.type }
    for (const part of ['label', 'note', 'skip', 'sensitive', 'params'] as const) {
      const value = decide<unknown>(empty(was[part]), empty(me[part]), empty(they[part]), (m, t) => ({
        about: 'node',
        node: id,
        part,
        key: `node ${id} ${part}`,
        mine: m,
        theirs: t,
      }))
      if (value !== undefined) Object.assign(node, { [part]: value })
    }
    const next: Record<string, string> = {}
    for (const outcome of new Set([...Object.keys(they.next ?? {}), ...Object.keys(me.next ?? {})])) {
      const to = decide(was.next?.[outcome], me.next?.[outcome], they.next?.[outcome], (m, t) => ({
        about: 'edge',
        node: id,
        outcome,
        key: `edge ${id} ${outcome}`,
        mine: m,
        theirs: t,
      }))
      if (to !== undefined) next[outcome] = to
    }
    if (Object.keys(next).length > 0) node.next = next
    return node
  }
}

/** What the document leaves out when it is empty. */
const empty = (value: unknown): unknown =>
  value === '' || value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ? undefined : value
