import { useStore, useStoreApi } from '@xyflow/react'
import { memo, useContext, useEffect, useMemo, useRef } from 'react'
import { useDark } from '@/app/theme'
import { sortOf } from '@/parts/outcomes'
import { lookOf } from '../catalog/uses'
import { edgePath } from '../model/path'
import { inMiddle, nodeHeight, nodeWidth, rowMiddle } from '../model/size'
import styles from './FarView.module.css'
import type { StepNode, WayEdge } from './graph'
import { MarksContext, type NodeMark } from './marks'
import { DetailContext } from './StepCard'

/** Below this zoom nodes are blocks, and nodes and edges are drawn upon one canvas: moving it costs nearly the same for a thousand. */
export const farBelow = 0.45

/** Below this zoom no letter could be read. */
const lettersFrom = 0.22

type Props = {
  nodes: readonly StepNode[]
  /** The nodes as the document has them, in the same order: those that are dragged differ. */
  base?: readonly StepNode[]
  edges: readonly WayEdge[]
  title: (type: string) => string
}

/** The picture as it is seen from far away. React Flow's own nodes lie above it, empty, for the pointer. */
export const FarView = memo(function FarView(props: Props) {
  return useContext(DetailContext) === 'far' ? <Far {...props} /> : null
})

function Far({ nodes, base = nodes, edges, title }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const store = useStoreApi()
  const marks = useContext(MarksContext)
  const dark = useDark()
  // With a drag only the lines of what is dragged are made anew.
  const dragged = nodes.flatMap(({ id, position }, index) => (position === base[index]?.position ? [] : [id])).join('\u0000')
  const moving = useMemo(() => new Set(dragged.split('\u0000')), [dragged])
  const still = useMemo(() => linesOf(base, edges.filter(({ source, target }) => !moving.has(source) && !moving.has(target))), [base, edges, moving])
  const lines = useMemo(() => {
    const changing = edges.filter(({ source, target }) => moving.has(source) || moving.has(target))
    return [...still, ...linesOf(nodes, changing)]
  }, [nodes, edges, moving, still])

  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context) return
    const colour = coloursOf(element)
    let frame = 0
    function draw() {
      frame = 0
      if (!element || !context) return
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      const ratio = Math.min(2, devicePixelRatio)
      if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
        element.width = Math.round(width * ratio)
        element.height = Math.round(height * ratio)
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      context.clearRect(0, 0, width, height)
      context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y)
      context.lineWidth = Math.max(2.5, 0.9 / zoom)
      context.globalAlpha = 0.6
      for (const [name, line] of lines) {
        context.strokeStyle = colour(name)
        context.stroke(line)
      }
      const seen = { left: -x / zoom - nodeWidth, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom }
      for (const node of nodes) {
        const at = node.position
        if (at.x < seen.left || at.x > seen.right || at.y > seen.bottom || at.y + (node.height ?? 0) < seen.top) continue
        block(context, node, marks.node(node.id), zoom, colour, title)
      }
      context.globalAlpha = 1
    }
    const soon = () => {
      frame ||= requestAnimationFrame(draw)
    }
    draw()
    let last = store.getState().transform
    const leave = store.subscribe(({ transform, width, height }, before) => {
      if (transform === last && width === before.width && height === before.height) return
      last = transform
      soon()
    })
    const leaveMarks = marks.subscribe(soon)
    return () => {
      cancelAnimationFrame(frame)
      leave()
      leaveMarks()
    }
    // The tokens are others when it gets dark.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [store, marks, nodes, lines, title, dark])
  return <canvas ref={canvas} className={styles.far} aria-hidden />
}

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
function linesOf(nodes: readonly StepNode[], edges: readonly WayEdge[]): Map<string, Path2D> {
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

/** The edges that are drawn one by one: from far away only those that something is told of. */
export function useDrawnWays(edges: WayEdge[], told: (id: string) => boolean): WayEdge[] {
  const far = useStore(({ transform }) => transform[2] < farBelow)
  return useMemo(() => (far ? edges.filter(({ id, selected }) => selected || told(id)) : edges), [far, edges, told])
}

/** From near only what is seen is there; from far all of it, being empty, unless there are very many. */
export function useOnlySeen(count: number): boolean {
  const far = useStore(({ transform }) => transform[2] < farBelow)
  return !far || count > allUpTo
}

const allUpTo = 1_500
