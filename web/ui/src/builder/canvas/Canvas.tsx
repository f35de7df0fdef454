import {
  applyNodeChanges,
  Controls,
  getNodesBounds,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type ReactFlowInstance,
} from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import '../picture/reactFlow.css'
import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, type RefObject } from 'react'
import type { Finding } from '@/api/problem'
import { lookOf, tintOf } from '../catalog/uses'
import { Dots } from '../picture/Dots'
import { FarView } from '../picture/FarView'
import { stepTypes, wayTypes } from '../picture/FlowPicture'
import { edgeId, Grapher, jumpHandle, type Graph, type StepNode, type WayEdge } from '../picture/graph'
import { Marks, MarksContext } from '../picture/marks'
import { useMoving } from '../picture/moving'
import { ConnectContext } from '../picture/StepCard'
import { DetailContext, useDetail } from '../picture/useDetail'
import { nodeWidth } from '../model/size'
import { useLatest } from '../page/useOpenFlow'
import { grid } from '../state/actions'
import { useBuilder, useFlow, useOutcomeVersion, useUi } from '../state/context'
import styles from './Canvas.module.css'
import { useCanvasKeys } from './keys'
import { useCanvasMarks } from './useCanvasMarks'

/** The picture that is edited. */
export function Canvas(props: { findings: readonly Finding[] }) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  )
}

/** The least zoom at which a flow is opened. */
const legible = 0.7

/** Above this many nodes there is no map, which would draw each of them with every move. */
const mapUpTo = 1_500

type Pointed = MouseEvent | TouchEvent | React.MouseEvent | React.TouchEvent

function Picture({ findings }: { findings: readonly Finding[] }) {
  const { t } = useLingui()
  const { ui, actions, mayEdit, canvas, book, catalog } = useBuilder()
  const flow = useFlow()
  const version = useOutcomeVersion()
  const selected = useUi((state) => state.selected)
  const way = useUi((state) => state.way)
  const said = useUi((state) => state.said)
  const react = useReactFlow<StepNode, WayEdge>()
  const frame = useRef<HTMLDivElement>(null)
  const [grapher] = useState(() => new Grapher())
  const [marks] = useState(() => new Marks())
  useCanvasMarks(marks, findings)

  // oxlint-disable-next-line react/exhaustive-deps -- the book knows more with each version
  const graph = useMemo(() => grapher.graph(flow, (_, node) => book.of(node, catalog)), [grapher, flow, book, catalog, version])

  // While nodes are dragged only this copy moves; the document gets one step when they are let go.
  const [nodes, setNodes] = useState<StepNode[]>(graph.nodes)
  const chosen = useRef(new Map<string, { from: StepNode; as: StepNode }>())
  useEffect(() => {
    const next = new Map<string, { from: StepNode; as: StepNode }>()
    setNodes(
      graph.nodes.map((node) => {
        if (!selected.has(node.id)) return node
        const was = chosen.current.get(node.id)
        const kept = was?.from === node ? was : { from: node, as: { ...node, selected: true } }
        next.set(node.id, kept)
        return kept.as
      }),
    )
    chosen.current = next
  }, [graph.nodes, selected])
  const wayId = way && edgeId(way.from, way.outcome)
  const edges = useMemo(
    () => (wayId ? graph.edges.map((edge) => (edge.id === wayId ? { ...edge, selected: true } : edge)) : graph.edges),
    [graph.edges, wayId],
  )

  const trial = useUi((state) => state.trial)
  const aim = useUi((state) => state.aim)
  // oxlint-disable-next-line react/exhaustive-deps -- what is told of edges changes with these
  const told = useCallback((id: string) => marks.tells(id), [marks, trial, aim])
  const { detail, drawn, onlySeen } = useDetail(nodes.length, edges, told)

  const onNodesChange = useCallback(
    (changes: NodeChange<StepNode>[]) => {
      const picks = changes.filter((change) => change.type === 'select')
      if (picks.length > 0) {
        const now = new Set(ui.state.selected)
        for (const { id, selected: is } of picks) {
          if (is) now.add(id)
          else now.delete(id)
        }
        ui.select(now)
      }
      const moves = changes.filter((change) => change.type === 'position')
      if (moves.length > 0) setNodes((all) => applyNodeChanges(moves, all))
    },
    [ui],
  )
  const onEdgesChange = useCallback(
    (changes: EdgeChange<WayEdge>[]) => {
      for (const change of changes) {
        if (change.type !== 'select') continue
        const edge = graph.edges.find(({ id }) => id === change.id)
        if (change.selected && edge?.data && !edge.data.jump) ui.set({ way: { from: edge.source, outcome: edge.data.outcome }, selected: new Set() })
        else if (!change.selected && wayId === change.id) ui.set({ way: undefined })
      }
    },
    [ui, graph.edges, wayId],
  )

  const edgeAt = useCallback((x: number, y: number) => {
    for (const dx of [0, -10, 10]) {
      for (const element of document.elementsFromPoint(x + dx, y)) {
        const id = element instanceof SVGElement ? element.dataset.edge : undefined
        if (!id || !frame.current?.contains(element)) continue
        const [from = '', outcome = ''] = id.split('\u0000')
        if (outcome !== jumpHandle) return { from, outcome }
      }
    }
    return undefined
  }, [])

  useImperativeHandle(
    canvas,
    () => ({
      reveal: (ids) =>
        void react.fitView({
          nodes: ids.map((id) => ({ id })),
          maxZoom: Math.max(0.8, Math.min(1, react.getZoom())),
          minZoom: 0.2,
          padding: 0.3,
          duration: calm(),
        }),
      at: ({ x, y }) => {
        const box = frame.current?.getBoundingClientRect()
        if (!box || x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined
        return react.screenToFlowPosition({ x, y }, { snapToGrid: false })
      },
      edgeAt: ({ x, y }) => edgeAt(x, y),
      centre: () => {
        const box = frame.current?.getBoundingClientRect()
        return box ? react.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 }) : { x: 0, y: 0 }
      },
      fit: () => void react.fitView({ maxZoom: 1, padding: 0.12, duration: calm() }),
      focus: () => frame.current?.focus({ preventScroll: true }),
    }),
    [react, edgeAt],
  )

  const onConnect = useCallback(
    ({ source, sourceHandle, target }: Connection) => {
      if (sourceHandle) actions.connect(source, sourceHandle, target)
    },
    [actions],
  )
  // An edge that is let go on a node leads there, wherever on it; on the ground it asks for a new node.
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, { isValid, fromNode, fromHandle, toNode }: FinalConnectionState) => {
      if (isValid || !fromNode || !fromHandle?.id) return
      const { clientX, clientY } = pointOf(event)
      const under = document.elementFromPoint(clientX, clientY)
      const target = toNode?.id ?? under?.closest<HTMLElement>('.react-flow__node')?.dataset.id
      if (target) actions.connect(fromNode.id, fromHandle.id, target)
      else if (under?.closest('.react-flow__pane')) {
        const at = react.screenToFlowPosition({ x: clientX, y: clientY })
        ui.set({ asking: { ask: 'add', at: { x: at.x, y: at.y - 28 }, from: fromNode.id, outcome: fromHandle.id } })
      }
    },
    [actions, react, ui],
  )

  /** At first all of the flow is seen if its letters can be read then, else its start. */
  const showFirst = useCallback(
    (flowed: ReactFlowInstance<StepNode, WayEdge>) => {
      const box = frame.current?.getBoundingClientRect()
      if (!box || location.hash.startsWith('#node-')) return
      const { x, y, width, height } = getNodesBounds(graph.nodes)
      const zoom = Math.min(1, (box.width - 96) / width, (box.height - 96) / height)
      const first = graph.nodes.find(({ data }) => data.start) ?? graph.nodes[0]
      if (!first) return
      if (zoom >= legible) void flowed.setViewport({ zoom, x: (box.width - width * zoom) / 2 - x * zoom, y: (box.height - height * zoom) / 2 - y * zoom })
      else void flowed.setViewport({ zoom: legible, x: 40 - first.position.x * legible, y: box.height * 0.35 - first.position.y * legible })
    },
    [graph.nodes],
  )

  const moving = useMoving(frame)
  const on = useNodeEvents(frame, graph, edgeAt)
  // What opens beside the picture must not cover the node that it is about.
  const panel = useUi((state) => state.panel)
  useEffect(() => {
    const timer = requestAnimationFrame(() => {
      const [only, ...others] = ui.state.selected
      const node = panel !== undefined && only !== undefined && others.length === 0 ? react.getInternalNode(only) : undefined
      const width = frame.current?.clientWidth ?? 0
      if (!node || width === 0) return
      const { x, y, zoom } = react.getViewport()
      const over = (node.internals.positionAbsolute.x + nodeWidth) * zoom + x + 32 - width
      if (over > 0) void react.setViewport({ x: x - over, y, zoom }, { duration: calm() })
    })
    return () => cancelAnimationFrame(timer)
  }, [panel, react, ui])

  const keys = useCanvasKeys()
  return (
    <MarksContext value={marks}>
      <ConnectContext value={mayEdit}>
        <DetailContext value={detail}>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application has keys */}
          <div
            ref={frame}
            className={styles.canvas}
            role="application"
            aria-roledescription={t`picture of the flow`}
            aria-label={t`Nodes of ${flow.name}`}
            aria-describedby="canvas-keys"
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- one tab stop for all nodes, see keys.ts
            tabIndex={0}
            onKeyDown={keys}
            data-testid="canvas"
          >
            <ReactFlow<StepNode, WayEdge>
              nodes={nodes}
              edges={drawn}
              nodeTypes={stepTypes}
              edgeTypes={wayTypes}
              onNodesChange={onNodesChange}
              onEdgesChange={onEdgesChange}
              onConnect={onConnect}
              onConnectEnd={onConnectEnd}
              {...on}
              {...moving}
              nodesDraggable={mayEdit}
              nodesConnectable={mayEdit}
              nodesFocusable={false}
              edgesFocusable={false}
              disableKeyboardA11y
              deleteKeyCode={null}
              selectionKeyCode="Shift"
              multiSelectionKeyCode={multi}
              selectionMode={SelectionMode.Partial}
              snapToGrid
              snapGrid={snapGrid}
              connectionRadius={28}
              nodeDragThreshold={3}
              panOnScroll
              zoomOnDoubleClick={false}
              minZoom={0.05}
              maxZoom={2}
              onInit={showFirst}
              onlyRenderVisibleElements={onlySeen}
              elevateNodesOnSelect={false}
              proOptions={noMark}
            >
              <FarView nodes={nodes} base={graph.nodes} edges={graph.edges} title={catalog.title} />
              <Dots />
              <Controls showInteractive={false} aria-label={t`Zoom`} fitViewOptions={wholeFit} position="bottom-left" />
              {nodes.length > 3 && nodes.length <= mapUpTo && (
                <MiniMap<StepNode>
                  pannable
                  zoomable
                  ariaLabel={t`Map`}
                  nodeColor={mapColour}
                  nodeBorderRadius={24}
                  maskColor="var(--map-mask)"
                  bgColor="var(--surface)"
                  className={styles.map}
                />
              )}
            </ReactFlow>
            <p id="canvas-keys" hidden>
              {t`Arrow keys walk: right and left along the exits, up and down among them. C connects, A adds, Enter opens the settings, F2 renames, Delete removes, Control F finds.`}
            </p>
            <p className="sr-only" role="status">
              {said}
            </p>
          </div>
        </DetailContext>
      </ConnectContext>
    </MarksContext>
  )
}

/**
 * What a pointer does to nodes. The handlers stay the same functions: React Flow draws every node anew when one of them is another,
 * which would be with each move of a node that is dragged.
 */
function useNodeEvents(frame: RefObject<HTMLDivElement | null>, graph: Graph, edgeAt: (x: number, y: number) => { from: string; outcome: string } | undefined) {
  const { ui, actions, mayEdit } = useBuilder()
  const settings = useSettingsSoon()
  const latest = useLatest({ graph, mayEdit })
  return useMemo(() => {
    /** A node without edges that is dragged onto an edge goes into it. */
    const aimOf = (event: Pointed, node: StepNode) => {
      const loose = !node.data.node.next && node.data.rows.length > 0 && !latest.current.graph.edges.some(({ target }) => target === node.id)
      if (!loose) return undefined
      const { clientX, clientY } = pointOf(event)
      return edgeAt(clientX, clientY)
    }
    return {
      onNodeClick: (event: React.MouseEvent) => {
        frame.current?.focus({ preventScroll: true })
        if (!event.shiftKey && !event.ctrlKey && !event.metaKey) settings.soon()
      },
      onNodeDoubleClick: (_: unknown, { id }: StepNode) => {
        settings.not()
        if (latest.current.mayEdit) ui.set({ asking: { ask: 'rename', node: id } })
      },
      onNodeDrag: (event: Pointed, node: StepNode) => {
        const aim = aimOf(event, node)
        const id = aim && edgeId(aim.from, aim.outcome)
        if (id !== ui.state.aim) ui.set({ aim: id })
      },
      onNodeDragStop: (event: Pointed, node: StepNode, moved: StepNode[]) => {
        const aim = aimOf(event, node)
        if (ui.state.aim !== undefined) ui.set({ aim: undefined })
        if (aim) actions.insert(node.id, aim.from, aim.outcome, node.position)
        else if (moved.some(({ id, position }) => different(latest.current.graph.nodes, id, position))) {
          actions.move(Object.fromEntries(moved.map(({ id, position }) => [id, position])))
        }
      },
      onPaneClick: () => {
        frame.current?.focus({ preventScroll: true })
        ui.select([])
      },
    }
  }, [frame, edgeAt, latest, settings, ui, actions])
}

/** How long a second click of a double click may take, in milliseconds. */
const second = 250

/** A click opens the settings, unless it is the first of a double click, whose second would then meet what has moved. */
function useSettingsSoon() {
  const { ui } = useBuilder()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  return useMemo(() => {
    const not = () => clearTimeout(timer.current)
    const open = () => ui.set({ panel: 'settings' })
    const soon = () => {
      not()
      if (ui.state.panel !== undefined) open()
      else timer.current = setTimeout(() => ui.state.panel === undefined && ui.state.selected.size > 0 && open(), second) // unless something else was meanwhile asked for
    }
    return { soon, not }
  }, [ui])
}

// The same objects each time, so that React Flow compares them quickly.
const multi = ['Meta', 'Control', 'Shift']
const snapGrid: [number, number] = [grid, grid]
const wholeFit = { maxZoom: 1, padding: 0.12 }
const noMark = { hideAttribution: true }

const mapColour = (node: StepNode) => tintOf(lookOf(node.data.node.type).use)

function pointOf(event: Pointed): { clientX: number; clientY: number } {
  if ('changedTouches' in event) return event.changedTouches[0] ?? { clientX: -1, clientY: -1 }
  return event
}

function different(nodes: readonly StepNode[], id: string, at: { x: number; y: number }): boolean {
  const node = nodes.find((one) => one.id === id)
  return !node || node.position.x !== at.x || node.position.y !== at.y
}

/** How long the picture moves: not at all for those who asked for calm. */
const calm = () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250)
