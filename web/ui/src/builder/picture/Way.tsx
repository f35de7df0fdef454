import { useLingui } from '@lingui/react/macro'
import { type EdgeProps } from '@xyflow/react'
import { memo } from 'react'
import { colourOf } from '@/parts/outcomes'
import { edgeMiddle, edgePath } from '../model/path'
import { outcomeName } from '../catalog/outcomeNames'
import type { WayEdge } from './graph'
import { useEdgeMark } from './marks'
import { useEdgeDetail } from './useDetail'
import styles from './Way.module.css'

/** An edge, in the colour of its outcome. Its name is at its dot, and on it when it is chosen or counted. */
export const Way = memo(function Way({ id, sourceX, sourceY, targetX, targetY, selected, data }: EdgeProps<WayEdge>) {
  const { t, i18n } = useLingui()
  const detail = useEdgeDetail(id)
  const mark = useEdgeMark(id)
  const from = { x: sourceX, y: sourceY }
  const to = { x: targetX, y: targetY }
  const line = edgePath(from, to)
  const outcome = data?.outcome ?? ''
  const classes = [
    styles.way,
    data?.jump && styles.jump,
    selected && styles.selected,
    mark?.taken && styles.taken,
    mark?.passed && styles.passed,
    mark?.aim && styles.aim,
    mark?.count !== undefined && styles.counted,
    mark?.change && styles[mark.change],
  ]
  // For reactFlow.css.
  const plain = !selected && (!mark || !!mark.passed)
  const name = mark?.count !== undefined ? i18n.number(mark.count) : selected && !data?.jump ? outcomeName(outcome, undefined, t) : ''
  const middle = name ? edgeMiddle(from, to) : undefined
  return (
    <g data-plain={plain || undefined} className={classes.filter(Boolean).join(' ')} style={{ '--way': data?.jump ? 'var(--text-faint)' : colourOf(outcome), '--thick': mark?.share } as React.CSSProperties}>
      <path d={line} className={`${styles.line} react-flow__edge-path`} />
      {detail && <path d={line} className={`${styles.hit} react-flow__edge-interaction`} data-edge={id} />}
      {detail && <path d={`M${targetX - 11},${targetY - 4.5} L${targetX - 4},${targetY} L${targetX - 11},${targetY + 4.5}`} className={styles.tip} />}
      {middle && (
        <text x={middle.x} y={middle.y - 7} className={styles.name}>
          {name}
        </text>
      )}
    </g>
  )
})
