import { edgesOf, type FlowDocument, type Point } from './document'
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
  const column = columns(flow)
  // Nodes that have places keep them; the others stand below all of them.
  const have = Object.entries(places)
  const left = have.length > 0 ? Math.min(...have.map(([, at]) => at.x)) : 0
  const top = have.length > 0 ? Math.max(...have.map(([id, at]) => at.y + heightOf(id))) + 2 * gapY : 0
  const byColumn = new Map<number, string[]>()
  for (const id of without) byColumn.set(column.get(id) ?? 0, [...(byColumn.get(column.get(id) ?? 0) ?? []), id])
  const sorted = [...byColumn.keys()].toSorted((a, b) => a - b)
  const before = new Map<string, string[]>()
  for (const { from, to } of edgesOf(flow)) before.set(to, [...(before.get(to) ?? []), from])
  for (const index of sorted) {
    // A node stands about where those stand that lead to it.
    const wish = (id: string) => {
      if (id === flow.start) return -Infinity
      const from = (before.get(id) ?? []).flatMap((one) => ((column.get(one) ?? 0) < index && places[one] ? [places[one].y] : []))
      return from.length > 0 ? from.reduce((sum, y) => sum + y, 0) / from.length : Infinity
    }
    let y = top
    for (const { id } of (byColumn.get(index) ?? []).map((one) => ({ id: one, at: wish(one) })).toSorted((a, b) => (a.at === b.at ? 0 : a.at - b.at))) {
      places[id] = { x: left + (index - (sorted[0] ?? 0)) * (nodeWidth + gapX), y }
      y += heightOf(id) + gapY
    }
  }
  return places
}

/** The column of each node: one right of all that lead to it, but for ways back. */
function columns(flow: FlowDocument): Map<string, number> {
  const done: string[] = []
  const seen = new Set<string>()
  for (const root of [flow.start, ...Object.keys(flow.nodes)]) {
    if (!flow.nodes[root] || seen.has(root)) continue
    seen.add(root)
    const stack = [{ id: root, left: Object.values(flow.nodes[root].next ?? {}) }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const to = top.left.shift()
      if (to === undefined) {
        done.push(top.id)
        stack.pop()
      } else if (flow.nodes[to] && !seen.has(to)) {
        seen.add(to)
        stack.push({ id: to, left: Object.values(flow.nodes[to].next ?? {}) })
      }
    }
  }
  const order = new Map(done.toReversed().map((id, index) => [id, index]))
  const column = new Map<string, number>()
  for (const id of order.keys()) {
    const here = column.get(id) ?? 0
    column.set(id, here)
    for (const to of Object.values(flow.nodes[id]?.next ?? {})) {
      if ((order.get(to) ?? -1) > (order.get(id) ?? 0)) column.set(to, Math.max(column.get(to) ?? 0, here + 1))
    }
  }
  return column
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
