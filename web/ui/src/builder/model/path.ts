import type { Point } from './document'

/** The line of an edge, from a dot on the right of a node to the left of another: a calm curve, or around where it leads back. */
export function edgePath(from: Point, to: Point): string {
  const across = to.x - from.x
  if (across >= 32) {
    const bend = Math.max(32, across / 2)
    return `M${from.x},${from.y} C${from.x + bend},${from.y} ${to.x - bend},${to.y} ${to.x},${to.y}`
  }
  // Back: out to the right, over or under, and in from the left.
  const out = 36
  const radius = 14
  const right = from.x + out
  const left = to.x - out
  const rows = to.y - from.y
  const lane = Math.abs(rows) > 160 ? (from.y + to.y) / 2 : Math.max(from.y, to.y) + (rows < 0 ? 56 : 72)
  const down = lane > from.y ? 1 : -1
  const back = to.y > lane ? 1 : -1
  return [
    `M${from.x},${from.y} H${right - radius}`,
    `Q${right},${from.y} ${right},${from.y + radius * down} V${lane - radius * down}`,
    `Q${right},${lane} ${right - radius},${lane} H${left + radius}`,
    `Q${left},${lane} ${left},${lane + radius * back} V${to.y - radius * back}`,
    `Q${left},${to.y} ${left + radius},${to.y} H${to.x}`,
  ].join(' ')
}

/** Where an edge's own buttons and its name stand. */
export function edgeMiddle(from: Point, to: Point): Point {
  if (to.x - from.x >= 32) return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  const rows = to.y - from.y
  return { x: (from.x + to.x) / 2, y: Math.abs(rows) > 160 ? (from.y + to.y) / 2 : Math.max(from.y, to.y) + (rows < 0 ? 56 : 72) }
}
