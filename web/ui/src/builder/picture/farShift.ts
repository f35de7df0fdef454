/** Which part of a picture is seen: its corner and its zoom, and the size of the window upon it. */
export type View = { x: number; y: number; zoom: number; width: number; height: number }

/** How far a drawing may be stretched before it is drawn anew. */
const most = 1.5

/**
 * How a drawing that was made for one view is moved to show another; undefined when more is seen than was drawn, which is `margin`
 * more on each side as a share of the window, or when it would be stretched too far.
 */
export function shiftOf(drawn: View, now: View, margin: number): { x: number; y: number; scale: number } | undefined {
  if (drawn.width !== now.width || drawn.height !== now.height) return undefined
  const scale = now.zoom / drawn.zoom
  if (scale > most || scale < 1 / most) return undefined
  // The drawing begins left of the window and above it by the margin.
  const [left, top] = [now.width * margin, now.height * margin]
  const x = left + now.x - (drawn.x + left) * scale
  const y = top + now.y - (drawn.y + top) * scale
  const covers = x <= left && y <= top && x - left + (now.width + 2 * left) * scale >= now.width && y - top + (now.height + 2 * top) * scale >= now.height
  return covers ? { x, y, scale } : undefined
}
