import type { FlowDocument, Point } from './document'
import { nodeWidth } from './size'

// Places for nodes that have none, such as those of a flow that was imported or written by hand. It is simple and quick; the
// builder's tidy-up (tidy.ts) is the thorough one.

const gapX = 96
const gapY = 40

/** Where every node is drawn: where the document says, else in columns by how many steps it is from the start. */
export function placesOf(flow: FlowDocument, heightOf: (id: string) => number): Record<string, Point> {
  const places: Record<string, Point> = {}
  const without: string[] = []
  for (const id of Object.keys(flow.nodes)) {
    const at = flow.layout?.[id]
    if (at && Number.isFinite(at.x) && Number.isFinite(at.y)) places[id] = at
    else without.push(id)
  }
  if (without.length === 0) return places
  const depth = depths(flow)
  // Nodes that have places keep them; the others stand below all of them.
  const have = Object.entries(places)
  const left = have.length > 0 ? Math.min(...have.map(([, at]) => at.x)) : 0
  const top = have.length > 0 ? Math.max(...have.map(([id, at]) => at.y + heightOf(id))) + 2 * gapY : 0
  const filled = new Map<number, number>()
  const order = new Map([...depth.keys()].map((id, index) => [id, index]))
  without.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  const first = Math.min(...without.map((id) => depth.get(id) ?? 0))
  for (const id of without) {
    const column = (depth.get(id) ?? 0) - first
    const y = filled.get(column) ?? top
    places[id] = { x: left + column * (nodeWidth + gapX), y }
    filled.set(column, y + heightOf(id) + gapY)
  }
  return places
}

/** Steps from the start, in the order of a walk that takes the outcomes in turn; what cannot be reached comes after all. */
export function depths(flow: FlowDocument): Map<string, number> {
  const depth = new Map<string, number>()
  const walk = (from: string, at: number) => {
    const queue: [string, number][] = [[from, at]]
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [id, steps] = next
      if (depth.has(id) || !flow.nodes[id]) continue
      depth.set(id, steps)
      for (const to of Object.values(flow.nodes[id].next ?? {})) queue.push([to, steps + 1])
    }
  }
  walk(flow.start, 0)
  for (const id of Object.keys(flow.nodes)) if (!depth.has(id)) walk(id, 0)
  return depth
}
