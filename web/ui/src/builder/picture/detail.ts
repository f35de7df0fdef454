import type { ReactFlowState } from '@xyflow/react'
import { nodeHeight, nodeWidth } from '../model/size'
import type { WayEdge } from './graph'
import { nextSlice, type Wish } from './slices'

/** Below this zoom nodes are blocks, and nodes and edges are drawn upon a canvas: moving it costs nearly the same for a thousand. */
export const farBelow = 0.45

/** How long the zoom must have rested before cards and edges are made for it, in milliseconds. */
const rest = 120

/** A zoom that changes more than this at once is no wheel or fingers but a jump, which is over when it has happened. */
const jump = 1.3

/** What lies this far outside of the window is drawn, so that it is there when it comes in, in pixels of the screen. */
const ahead = 64

/** Cards are taken away when they lie further outside than this, as a share of the window. */
const behind = 0.5

/** How many cards come with the first frame after a zoom, which are the fewest; then as many as the machine can. */
const fewest = 4

type Store = { getState: () => ReactFlowState; subscribe: (listener: () => void) => () => void }
type Box = { left: number; top: number; right: number; bottom: number }

/** What is seen: cards only, cards upon what FarView draws, or from far away only that. */
export type Seen = 'cards' | 'both' | 'blocks'

/**
 * Says which nodes and edges are drawn one by one; FarView draws the others as blocks and lines. While a picture is only moved,
 * they are those in the window. While its zoom changes nothing is made or taken away, as that would hold up the frames: FarView
 * draws what has no card yet, and when the zoom has rested the cards come some with each frame, from the middle outwards.
 */
export class Detail {
  readonly #store: Store
  readonly #listeners = new Set<() => void>()
  #all: readonly WayEdge[] = []
  #nodes: ReadonlySet<string> = new Set()
  #edges: ReadonlySet<string> = new Set()
  #seen: Seen = 'cards'
  #frame = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  /** When the zoom will have rested; undefined when what is in the window need not wait for that, nor for frames. */
  #rested: number | undefined
  #slice = fewest
  #last = 0

  constructor(store: Store) {
    this.#store = store
  }

  node = (id: string): boolean => this.#nodes.has(id)
  edge = (id: string): boolean => this.#edges.has(id)
  /** All edges that are drawn one by one; another set when they are others. */
  edges = (): ReadonlySet<string> => this.#edges
  seen = (): Seen => this.#seen

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Says which edges there are. */
  of(edges: readonly WayEdge[]): void {
    this.#all = edges
    this.#soon()
  }

  /** Follows the picture until the returned function is called. */
  follow(): () => void {
    let was = this.#store.getState()
    const leave = this.#store.subscribe(() => {
      const { transform, nodes, width, height } = this.#store.getState()
      if (transform === was.transform && nodes === was.nodes && width === was.width && height === was.height) return
      const scale = transform[2] / was.transform[2]
      was = this.#store.getState()
      if (scale !== 1) {
        this.#rested = performance.now() + (scale > jump || scale < 1 / jump ? 0 : rest)
        this.#slice = fewest
      }
      this.#soon()
    })
    this.#soon()
    return () => {
      leave()
      clearTimeout(this.#timer)
      cancelAnimationFrame(this.#frame)
      this.#frame = 0
    }
  }

  #soon(): void {
    this.#frame ||= requestAnimationFrame(this.#work)
  }

  #work = (now: number): void => {
    this.#frame = 0
    const { transform, width } = this.#store.getState()
    if (width === 0) return
    const wish = this.#wish()
    const waits = (this.#rested ?? 0) - performance.now()
    clearTimeout(this.#timer)
    if (waits > 0) {
      this.#timer = setTimeout(() => this.#soon(), waits)
      return this.#tell(this.#nodes, this.#edges, wish)
    }
    if (now - this.#last < 20) this.#slice *= 2
    else if (now - this.#last > 40) this.#slice = Math.max(fewest, this.#slice / 2)
    this.#last = now
    const most = this.#rested === undefined ? Infinity : this.#slice
    const nodes = nextSlice(this.#nodes, wish.nodes, most)
    // After a zoom edges come when all cards are there: React Flow looks through all that is drawn whenever its edges are others.
    const edges = nodes === this.#nodes || most === Infinity ? nextSlice(this.#edges, wish.edges, 4 * most) : this.#edges
    const done = nodes === this.#nodes && edges === this.#edges
    this.#tell(nodes, edges, wish)
    if (!done) this.#soon()
    else if (transform[2] >= farBelow) this.#rested = undefined
  }

  #tell(nodes: ReadonlySet<string>, edges: ReadonlySet<string>, wish: { nodes: Wish; edges: Wish }): void {
    const far = this.#store.getState().transform[2] < farBelow
    const all = wish.nodes.wanted.every(({ id }) => nodes.has(id)) && wish.edges.wanted.every(({ id }) => edges.has(id))
    const seen = far ? 'blocks' : all ? 'cards' : 'both'
    if (nodes === this.#nodes && edges === this.#edges && seen === this.#seen) return
    this.#nodes = nodes
    this.#edges = edges
    this.#seen = seen
    for (const listener of this.#listeners) listener()
  }

  /** What should be drawn one by one. */
  #wish(): { nodes: Wish; edges: Wish } {
    const { transform, width, height, nodeLookup } = this.#store.getState()
    const [x, y, zoom] = transform
    const nodes: Wish = { wanted: [], kept: new Set() }
    const edges: Wish = { wanted: [], kept: new Set() }
    if (zoom < farBelow) return { nodes, edges }
    const within = (across: number, down: number): Box => ({
      left: (-x - across) / zoom,
      top: (-y - down) / zoom,
      right: (width + across - x) / zoom,
      bottom: (height + down - y) / zoom,
    })
    const [near, wide] = [within(ahead, ahead), within(width * behind, height * behind)]
    const put = (wish: Wish, id: string, box: Box) => {
      if (!meet(box, wide)) return
      wish.kept.add(id)
      if (!meet(box, near)) return
      wish.wanted.push({ id, far: Math.hypot((box.left + box.right - near.left - near.right) / 2, (box.top + box.bottom - near.top - near.bottom) / 2) })
    }
    const boxes = new Map<string, Box>()
    for (const [id, { internals, height: own }] of nodeLookup) {
      const at = internals.positionAbsolute
      const box = { left: at.x, top: at.y, right: at.x + nodeWidth, bottom: at.y + (own ?? nodeHeight(0)) }
      boxes.set(id, box)
      put(nodes, id, box)
    }
    for (const { id, source, target } of this.#all) {
      const [from, to] = [boxes.get(source), boxes.get(target)]
      if (from && to) put(edges, id, around(from, to))
    }
    return { nodes, edges }
  }
}

const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
})
