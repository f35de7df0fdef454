import { Controls, ReactFlow, ReactFlowProvider, ViewportPortal, type Viewport } from '@xyflow/react'
import '@xyflow/react/dist/base.css'
import './reactFlow.css'
import { useLingui } from '@lingui/react/macro'
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useCatalog } from '../catalog/nodeTypes'
import type { FlowDocument, Outcome } from '../model/document'
import { Dots } from './Dots'
import { FarView } from './FarView'
import { Grapher, type StepNode, type WayEdge } from './graph'
import { Marks, MarksContext } from './marks'
import { useMoving } from './moving'
import { marksOf, type PictureMarks, type Trace } from './pictureMarks'
import styles from './FlowPicture.module.css'
import { StepCard } from './StepCard'
import { DetailContext, useDetail } from './useDetail'
import { Way } from './Way'

export const stepTypes = { step: StepCard }
export const wayTypes = { way: Way }

export type FlowPictureProps = {
  document: FlowDocument
  /** What the picture is of, for those who do not see it. The page says the same in a list, too. */
  label: string
  /** The exits of each node where they are known (POST /checks); else those that are wired and those of the type. */
  outcomes?: Readonly<Record<string, readonly Outcome[]>> | undefined
  /** The steps of a call, in their order; `at` is the one to look at, counted from 1. */
  trace?: Trace | undefined
  at?: number | undefined
  onNode?: ((id: string) => void) | undefined
  onEdge?: ((node: string, outcome: string) => void) | undefined
  /** Where calls ended at a node, by their callers' hanging up or otherwise. */
  onEnd?: ((node: string, end: 'hungUp' | 'ended') => void) | undefined
  /** Both given, the picture moves with another one. */
  viewport?: Viewport | undefined
  onViewport?: ((viewport: Viewport) => void) | undefined
  /** Stands above the picture, such as a legend. */
  children?: ReactNode
  /** Is drawn upon the nodes and moves with them; it is given their places. */
  upon?: ((nodes: readonly StepNode[]) => ReactNode) | undefined
} & PictureMarks

/** A flow to look at, not to change: with a call's trace, counts, calls in progress, or the changes of a revision drawn upon it. */
export function FlowPicture(props: FlowPictureProps) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  )
}

function Picture({ document, label, outcomes, trace, at, stats, ends, live, changes, onNode, onEdge, onEnd, viewport, onViewport, children, upon }: FlowPictureProps) {
  const { t } = useLingui()
  const catalog = useCatalog()
  const [grapher] = useState(() => new Grapher())
  const [marks] = useState(() => new Marks())
  const { nodes, edges } = useMemo(() => {
    const extra: Record<string, string[]> = {}
    for (const { node, outcome } of trace ?? []) if (outcome) (extra[node] ??= []).push(outcome)
    return grapher.graph(document, (id, node) => outcomes?.[id] ?? catalog.get(node.type)?.outcomes ?? [], extra)
  }, [grapher, document, outcomes, catalog, trace])
  useEffect(() => {
    const { nodes: ofNodes, edges: ofEdges } = marksOf(document, { trace, at, stats, ends, live, changes })
    marks.set(ofNodes, ofEdges)
  }, [marks, document, trace, at, stats, ends, live, changes])
  const frame = useRef<HTMLDivElement>(null)
  const moving = useMoving(frame)
  const { detail, drawn, onlySeen } = useDetail(nodes.length, edges, marks.tells)
  return (
    <MarksContext value={marks}>
      <DetailContext value={detail}>
        <div ref={frame} className={styles.picture} role="group" aria-label={label}>
          <ReactFlow<StepNode, WayEdge>
            nodes={nodes}
            edges={drawn}
            nodeTypes={stepTypes}
            edgeTypes={wayTypes}
            fitView={!viewport}
            fitViewOptions={{ maxZoom: 1, padding: 0.12 }}
            {...(viewport && { viewport })}
            {...(onViewport && { onViewportChange: onViewport })}
            minZoom={0.05}
            maxZoom={2}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            panOnScroll
            {...moving}
            zoomOnDoubleClick={false}
            onlyRenderVisibleElements={onlySeen}
            {...((onNode || onEnd) && {
              onNodeClick: (event: React.MouseEvent, { id }: StepNode) => {
                const end = onEnd && event.target instanceof Element ? event.target.closest<HTMLElement>('[data-end]')?.dataset.end : undefined
                if (onEnd && (end === 'hungUp' || end === 'ended')) onEnd(id, end)
                else onNode?.(id)
              },
            })}
            {...(onEdge && { onEdgeClick: (_, { source, data }) => data && !data.jump && onEdge(source, data.outcome) })}
            proOptions={{ hideAttribution: true }}
          >
            <FarView nodes={nodes} edges={edges} title={catalog.title} />
            <Dots />
            <Controls showInteractive={false} aria-label={t`Zoom`} />
            {upon && <ViewportPortal>{upon(nodes)}</ViewportPortal>}
          </ReactFlow>
          {children}
        </div>
      </DetailContext>
    </MarksContext>
  )
}
