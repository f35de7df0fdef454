import { useStore } from '@xyflow/react'
import { useLingui } from '@lingui/react/macro'
import { plural } from '@lingui/core/macro'
import { useEffect, useMemo, useRef, useSyncExternalStore, type CSSProperties } from 'react'
import { edgePath } from '../model/path'
import { inMiddle, nodeHeight, nodeWidth, rowMiddle } from '../model/size'
import { jumpHandle, type StepNode } from '../picture/graph'
import type { LiveCalls, Move } from './liveCalls'
import styles from './MovingCalls.module.css'

/** How long a mark is on its way, in milliseconds. */
const takes = 900
/** So many marks stand at a node; of more the number tells. */
const mostMarks = 6

type Props = { live: LiveCalls; nodes: readonly StepNode[]; nameOf: (id: string) => string; onNode: (id: string) => void }

/** A mark for each call at its node, which goes along the edge when the call does. */
export function MovingCalls({ live, nodes, nameOf, onNode }: Props) {
  const { t } = useLingui()
  const { calls, moves } = useSyncExternalStore(live.subscribe, () => live.state)
  const byId = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes])
  // From far away they are as large as from near.
  const size = useStore(({ transform }) => Math.max(1, 0.6 / transform[2]))
  const moving = new Set(moves.map(({ call }) => call))
  const at = new Map<string, number>()
  for (const { call, node } of calls) if (!moving.has(call)) at.set(node, (at.get(node) ?? 0) + 1)
  // A call that took several steps at once goes along one edge after the other.
  const first = moves.filter((move, index) => moves.findIndex(({ call }) => call === move.call) === index)
  return (
    <>
      {[...at].map(([id, count]) => {
        const node = byId.get(id)
        if (!node) return null
        const { x, y } = node.position
        return (
          <button
            key={id}
            type="button"
            tabIndex={-1}
            className={`nopan ${styles.here}`}
            style={{ left: x + 12, top: y + (node.height ?? nodeHeight(0)), '--size': size } as CSSProperties}
            onClick={(event) => {
              event.stopPropagation()
              onNode(id)
            }}
            aria-label={`${nameOf(id)}: ${plural(count, { one: '# call now', other: '# calls now' })}`}
            title={t`Calls at ${nameOf(id)} now`}
            data-calls={id}
          >
            {Array.from({ length: Math.min(count, mostMarks) }, (_, index) => (
              <i key={index} />
            ))}
            {count > 1 && <b>{count}</b>}
          </button>
        )
      })}
      {first.map((move) => (
        <Mark key={move.key} move={move} path={pathOf(move, byId)} size={size} done={() => live.arrived(move.key)} />
      ))}
    </>
  )
}

function pathOf({ from, way, to }: Move, nodes: ReadonlyMap<string, StepNode>): string | undefined {
  const [a, b] = [nodes.get(from), nodes.get(to)]
  if (!a || !b) return undefined
  const row = way === jumpHandle ? -1 : a.data.rows.findIndex(({ name }) => name === way)
  return edgePath({ x: a.position.x + nodeWidth, y: a.position.y + (row < 0 ? inMiddle : rowMiddle(row)) }, { x: b.position.x, y: b.position.y + inMiddle })
}

function Mark({ move, path, size, done }: { move: Move; path: string | undefined; size: number; done: () => void }) {
  const mark = useRef<HTMLElement>(null)
  const arrive = useRef(done)
  useEffect(() => {
    arrive.current = done
  })
  useEffect(() => {
    const still = path === undefined || document.visibilityState === 'hidden' || matchMedia('(prefers-reduced-motion: reduce)').matches
    if (still || !mark.current) {
      arrive.current()
      return
    }
    const way = mark.current.animate([{ offsetDistance: '0%' }, { offsetDistance: '100%' }], { duration: takes, easing: 'ease-in-out', fill: 'forwards' })
    way.addEventListener('finish', () => arrive.current())
    return () => way.cancel()
  }, [path])
  return <i ref={mark} className={styles.moving} style={{ offsetPath: path && `path('${path}')`, '--size': size } as CSSProperties} data-moving={`${move.from} ${move.to}`} aria-hidden />
}
