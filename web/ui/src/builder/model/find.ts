import type { FlowDocument } from './document'
import { textsOf } from './references'

/** A node that was found, and where in it: label, id, type, note, or a path in its params. */
export type Found = { id: string; where: string; text: string }

/** Finds nodes by label, id, type or content, in the order of how well they fit. `title` names a type for people. */
export function findNodes(flow: FlowDocument, query: string, title: (type: string) => string): Found[] {
  const wanted = query.trim().toLowerCase()
  if (!wanted) return []
  const found: (Found & { rank: number })[] = []
  for (const [id, node] of Object.entries(flow.nodes)) {
    const places: [where: string, text: string][] = [
      ['label', node.label ?? ''],
      ['id', id],
      ['type', title(node.type)],
      ['note', node.note ?? ''],
      ...textsOf(node.params, 'params'),
    ]
    const rank = places.findIndex(([, text]) => text.toLowerCase().includes(wanted))
    const place = places[rank]
    if (place) found.push({ id, where: place[0], text: place[1], rank })
  }
  return found.toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1)).map(({ id, where, text }) => ({ id, where, text }))
}
