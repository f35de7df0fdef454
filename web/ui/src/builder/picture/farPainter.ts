import type { ReactFlowState } from '@xyflow/react'
import { sortOf } from '@/parts/outcomes'
import { lookOf } from '../catalog/uses'
import { edgePath } from '../model/path'
import { inMiddle, nodeHeight, nodeWidth, rowMiddle } from '../model/size'
import { shiftOf, type View } from './farShift'
import type { StepNode, WayEdge } from './graph'
import type { Marks, NodeMark } from './marks'

/** Below this zoom no letter could be read. */
const lettersFrom = 0.22

/** How much more than what is seen is drawn, on each side, as a share of it. */
const margin = 0.2

/** How long a picture must have rested before it is drawn at its own place and size again, in milliseconds. */
const rest = 120

/** Dots that a canvas may have at most. */
const mostDots = 12_000_000

type Lines = ReadonlyMap<string, Path2D>
type Content = { nodes: readonly StepNode[]; lines: Lines }
type Store = { getState: () => ReactFlowState; subscribe: (listener: () => void) => () => void }

const nothing: Content = { nodes: [], lines: new Map() }

/**
 * Draws flows from far away upon two canvases: one of what stays where it is, and one of what is dragged. While the picture is
 * moved, what was drawn is only shifted and stretched, which costs no painting; it is drawn anew when more is seen of it than was
 * drawn, or when it has come to rest.
 */
export class FarPainter {
  readonly #still: CanvasRenderingContext2D | null
  readonly #moved: CanvasRenderingContext2D | null
  readonly #store: Store
  readonly #marks: Marks
  readonly #title: (type: string) => string
  readonly #colour: (name: string) => string
  #content = nothing
  #dragged = nothing
  #drawn: View | undefined
  #frame = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(still: HTMLCanvasElement, moved: HTMLCanvasElement, store: Store, marks: Marks, title: (type: string) => string) {
    this.#still = still.getContext('2d')
    this.#moved = moved.getContext('2d')
    this.#store = store
    this.#marks = marks
    this.#title = title
    this.#colour = coloursOf(still)
  }

  /** What is to be seen: what stays, and what is dragged. */
  show(still: Content, dragged: Content): void {
    const same = sameNodes(still.nodes, this.#content.nodes) && still.lines === this.#content.lines
    this.#content = still
    const before = this.#dragged
    this.#dragged = dragged
    if (!same || !this.#drawn) return this.#draw()
    if (dragged.nodes.length > 0 || before.nodes.length > 0) this.#drawMoved()
  }

  /** Follows the picture until the returned function is called. */
  follow(): () => void {
    let last = this.#store.getState().transform
    const leave = this.#store.subscribe(() => {
      const { transform, width, height } = this.#store.getState()
      if (transform === last && width === this.#drawn?.width && height === this.#drawn.height) return
      last = transform
      this.#shift()
    })
    const leaveMarks = this.#marks.subscribe(() => this.#soon())
    return () => {
      cancelAnimationFrame(this.#frame)
      clearTimeout(this.#timer)
      leave()
      leaveMarks()
    }
  }

  #view(): View {
    const { transform, width, height } = this.#store.getState()
    return { x: transform[0], y: transform[1], zoom: transform[2], width, height }
  }

  #soon(): void {
    clearTimeout(this.#timer)
    this.#frame ||= requestAnimationFrame(() => this.#draw())
  }

  #shift(): void {
    const shift = this.#drawn && shiftOf(this.#drawn, this.#view(), margin)
    if (!shift) return this.#soon()
    for (const context of [this.#still, this.#moved]) {
      if (context) context.canvas.style.transform = `translate(${shift.x}px, ${shift.y}px) scale(${shift.scale})`
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#soon(), rest)
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
    this.#frame = 0
    this.#drawn = this.#view()
    this.#paint(this.#still, this.#content)
    this.#drawMoved()
  }

  #drawMoved(): void {
    const context = this.#moved
    if (!context) return
    // An empty canvas costs nothing when it is not there.
    const { canvas } = context
    canvas.hidden = this.#dragged.nodes.length === 0
    if (canvas.hidden) return
    this.#paint(context, this.#dragged)
    canvas.style.transform = this.#still?.canvas.style.transform ?? ''
  }

  #paint(context: CanvasRenderingContext2D | null, { nodes, lines }: Content): void {
    const view = this.#drawn
    if (!context || !view) return
    const { x, y, zoom, width, height } = view
    const { canvas } = context
    const [left, top] = [width * margin, height * margin]
    const [across, down] = [width + 2 * left, height + 2 * top]
    const ratio = Math.min(2, devicePixelRatio, Math.sqrt(mostDots / Math.max(1, across * down)))
    if (canvas.width !== Math.round(across * ratio) || canvas.height !== Math.round(down * ratio)) {
      canvas.width = Math.round(across * ratio)
      canvas.height = Math.round(down * ratio)
    }
    const { style } = canvas
    style.left = `${-left}px`
    style.top = `${-top}px`
    style.width = `${across}px`
    style.height = `${down}px`
    style.transform = ''
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, canvas.width, canvas.height)
    context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * (x + left), ratio * (y + top))
    context.lineWidth = Math.max(2.5, 0.9 / zoom)
    context.globalAlpha = 0.6
    for (const [name, line] of lines) {
      context.strokeStyle = this.#colour(name)
      context.stroke(line)
    }
    const seen = { left: (-x - left) / zoom - nodeWidth, top: (-y - top) / zoom, right: (width + left - x) / zoom, bottom: (height + top - y) / zoom }
    for (const node of nodes) {
      const at = node.position
      if (at.x < seen.left || at.x > seen.right || at.y > seen.bottom || at.y + (node.height ?? 0) < seen.top) continue
      block(context, node, this.#marks.node(node.id), zoom, this.#colour, this.#title)
    }
    context.globalAlpha = 1
  }
}

const sameNodes = (a: readonly StepNode[], b: readonly StepNode[]) => a.length === b.length && a.every((node, index) => node === b[index])

function block(context: CanvasRenderingContext2D, node: StepNode, mark: NodeMark | undefined, zoom: number, colour: (name: string) => string, title: (type: string) => string) {
  const { x, y } = node.position
  const height = node.height ?? nodeHeight(0)
  const tint = colour(`--use-${lookOf(node.data.node.type).use}`)
  const edge = borderOf(node, mark)
  const dim = mark?.passed || node.data.node.skip ? 0.4 : 1
  context.beginPath()
  context.roundRect(x, y, nodeWidth, height, 14)
  context.globalAlpha = 1
  context.fillStyle = colour('--surface')
  context.fill()
  context.globalAlpha = 0.22 * dim
  context.fillStyle = tint
  context.fill()
  context.globalAlpha = (edge ? 1 : 0.6) * dim
  context.strokeStyle = edge ? colour(edge) : tint
  context.lineWidth = edge ? Math.max(4, 2 / zoom) : Math.max(1.5, 0.8 / zoom)
  context.stroke()
  context.globalAlpha = dim
  if (node.data.start) {
    context.beginPath()
    context.arc(x, y, 16, 0, 7)
    context.fillStyle = colour('--accent')
    context.fill()
  }
  if (zoom < lettersFrom) return
  context.fillStyle = colour('--text')
  context.font = '500 23px system-ui, sans-serif'
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const name = node.data.node.label || title(node.data.node.type)
  context.fillText(name.length > 17 ? `${name.slice(0, 16)}…` : name, x + nodeWidth / 2, y + height / 2, nodeWidth - 16)
}

/** The colour of what has to be seen of a node even from far away. */
function borderOf(node: StepNode, mark: NodeMark | undefined): string | undefined {
  if (mark?.here || mark?.current || node.selected) return '--accent'
  if (mark?.steps) return '--accent'
  if (mark?.change) return { added: '--good', removed: '--bad', changed: '--warn', moved: '--info' }[mark.change]
  if (mark?.findings) return mark.findings.level === 'error' ? '--bad' : '--warn'
  return undefined
}

/** Colours of the tokens as they are now; a canvas knows no variables. */
function coloursOf(element: Element): (name: string) => string {
  const known = new Map<string, string>()
  const probe = document.createElement('span')
  element.parentElement?.append(probe)
  const resolve = (name: string) => {
    probe.style.color = `var(${name})`
    const colour = getComputedStyle(probe).color
    known.set(name, colour)
    return colour
  }
  for (const name of tokens) resolve(name)
  probe.remove()
  return (name) => known.get(name) ?? known.get('--text-faint') ?? 'gray'
}

const tokens = [
  ...['talk', 'connect', 'decide', 'message', 'data', 'way'].map((use) => `--use-${use}`),
  ...['success', 'choice', 'unanswered', 'busy', 'timeout', 'refused', 'closed', 'nomatch', 'failed', 'hungup'].map((sort) => `--outcome-${sort}`),
  '--surface',
  '--text',
  '--text-faint',
  '--accent',
  '--good',
  '--bad',
  '--warn',
  '--info',
]

/** All edges of a sort as one line, by the name of its colour. */
export function linesOf(nodes: readonly StepNode[], edges: readonly WayEdge[]): Map<string, Path2D> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const parts = new Map<string, string[]>()
  for (const { source, target, data } of edges) {
    const [from, to] = [byId.get(source), byId.get(target)]
    if (!from || !to || !data) continue
    const row = data.jump ? -1 : from.data.rows.findIndex(({ name }) => name === data.outcome)
    const y = from.position.y + (row < 0 ? inMiddle : rowMiddle(row))
    const line = edgePath({ x: from.position.x + nodeWidth, y }, { x: to.position.x, y: to.position.y + inMiddle })
    const name = data.jump ? '--text-faint' : `--outcome-${sortOf(data.outcome)}`
    const list = parts.get(name)
    if (list) list.push(line)
    else parts.set(name, [line])
  }
  return new Map([...parts].map(([name, list]) => [name, new Path2D(list.join(' '))]))
}
