import { useStoreApi } from '@xyflow/react'
import { memo, useContext, useEffect, useMemo, useRef } from 'react'
import { useDark } from '@/app/theme'
import { FarPainter, linesOf } from './farPainter'
import styles from './FarView.module.css'
import type { StepNode, WayEdge } from './graph'
import { MarksContext } from './marks'
import { useSeen } from './useDetail'

type Props = {
  nodes: readonly StepNode[]
  /** The nodes as the document has them, in the same order: those that are dragged differ. */
  base?: readonly StepNode[]
  edges: readonly WayEdge[]
  title: (type: string) => string
}

/**
 * The picture as it is seen from far away, and of nodes that have no card yet (detail.ts). React Flow's own nodes lie above it,
 * empty, for the pointer.
 */
export const FarView = memo(function FarView(props: Props) {
  const seen = useSeen()
  return seen === 'cards' ? null : <Far {...props} alone={seen === 'blocks'} />
})

function Far({ nodes, base = nodes, edges, title, alone }: Props & { /** No cards are seen. */ alone: boolean }) {
  const still = useRef<HTMLCanvasElement>(null)
  const moved = useRef<HTMLCanvasElement>(null)
  const painter = useRef<FarPainter>(undefined)
  const store = useStoreApi()
  const marks = useContext(MarksContext)
  const dark = useDark()
  // With a drag only what is dragged is drawn anew, and its lines.
  const dragged = nodes.flatMap(({ id, position }, index) => (position === base[index]?.position ? [] : [id])).join('\u0000')
  const moving = useMemo(() => new Set(dragged === '' ? [] : dragged.split('\u0000')), [dragged])
  const stillLines = useMemo(() => linesOf(base, edges.filter(({ source, target }) => !moving.has(source) && !moving.has(target))), [base, edges, moving])
  const movedLines = useMemo(() => linesOf(nodes, edges.filter(({ source, target }) => moving.has(source) || moving.has(target))), [nodes, edges, moving])

  useEffect(() => {
    if (!still.current || !moved.current) return
    const made = new FarPainter(still.current, moved.current, store, marks, title)
    painter.current = made
    return made.follow()
    // The tokens are others when it gets dark.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [store, marks, title, dark])
  useEffect(() => {
    painter.current?.show({ nodes: nodes.filter(({ id }) => !moving.has(id)), lines: stillLines }, { nodes: nodes.filter(({ id }) => moving.has(id)), lines: movedLines })
    // A new painter has nothing to show yet.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [nodes, moving, stillLines, movedLines, store, marks, title, dark])
  useEffect(() => {
    // For reactFlow.css.
    const picture = still.current?.closest('.react-flow')
    picture?.toggleAttribute('data-far', alone)
    return () => void picture?.toggleAttribute('data-far', false)
  }, [alone])
  return (
    <>
      <canvas ref={still} className={styles.far} aria-hidden />
      <canvas ref={moved} className={styles.far} aria-hidden />
    </>
  )
}
