import { Graph, layout } from '@dagrejs/dagre'
import type { Point } from './document'

/** What tidying needs to know of a flow; plain data, as it goes to a worker. */
export type TidyInput = {
  nodes: { id: string; width: number; height: number; at: Point }[]
  edges: { from: string; to: string }[]
  start: string
}

/** Places in layers from left to right. The upper left corner of all of them stays where it was. */
export function tidy({ nodes, edges, start }: TidyInput): Record<string, Point> {
  if (nodes.length === 0) return {}
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', ranksep: 96, nodesep: 40, edgesep: 16, ranker: 'network-simplex' })
  graph.setDefaultEdgeLabel(() => ({}))
  // The start comes first, so that it is where ways back are cut.
  const ordered = nodes.toSorted((a, b) => Number(b.id === start) - Number(a.id === start))
  for (const { id, width, height } of ordered) graph.setNode(id, { width, height })
  for (const [index, { from, to }] of edges.entries()) {
    if (from !== to && graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to, {}, String(index))
  }
  layout(graph)
  const corner = (points: Point[]) => ({ x: Math.min(...points.map(({ x }) => x)), y: Math.min(...points.map(({ y }) => y)) })
  const placed = nodes.map(({ id, width, height }) => {
    const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number }
    return { id, x: x - width / 2, y: y - height / 2 }
  })
  const was = corner(nodes.map(({ at }) => at))
  const is = corner(placed)
  return Object.fromEntries(placed.map(({ id, x, y }) => [id, { x: Math.round(was.x + x - is.x), y: Math.round(was.y + y - is.y) }]))
}
