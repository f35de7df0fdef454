import { memo, useMemo } from 'react'
import { colourOf } from '@/parts/outcomes'
import { lookOf, tintOf } from '../catalog/uses'
import { edgesOf, type FlowDocument } from '../model/document'
import { placesOf } from '../model/layout'
import { edgePath } from '../model/path'
import { inMiddle, nodeHeight, nodeWidth, rowMiddle, rowsOf } from '../model/size'
import styles from './FlowThumb.module.css'

/** A small picture of a flow, for lists: blocks and lines, one SVG, nothing to click. */
export const FlowThumb = memo(function FlowThumb({ document, label }: { document: FlowDocument; label: string }) {
  const drawing = useMemo(() => {
    const rows = (id: string) => rowsOf(document.nodes[id] ?? { type: '' }, [])
    const places = placesOf(document, (id) => nodeHeight(rows(id).length))
    const nodes = Object.entries(document.nodes).map(([id, { type }]) => {
      const { x = 0, y = 0 } = places[id] ?? {}
      return { id, x, y, height: nodeHeight(rows(id).length), tint: tintOf(lookOf(type).use) }
    })
    const edges = [...edgesOf(document)].flatMap(({ from, outcome, to }) => {
      const [a, b] = [places[from], places[to]]
      if (!a || !b) return []
      const row = rows(from).findIndex(({ name }) => name === outcome)
      const line = edgePath({ x: a.x + nodeWidth, y: a.y + rowMiddle(row) }, { x: b.x, y: b.y + inMiddle })
      return [{ key: `${from} ${outcome}`, line, colour: colourOf(outcome) }]
    })
    const left = Math.min(0, ...nodes.map(({ x }) => x)) - 40
    const top = Math.min(0, ...nodes.map(({ y }) => y)) - 40
    const right = Math.max(nodeWidth, ...nodes.map(({ x }) => x + nodeWidth)) + 40
    const bottom = Math.max(100, ...nodes.map(({ y, height }) => y + height)) + 40
    return { nodes, edges, box: `${left} ${top} ${right - left} ${bottom - top}` }
  }, [document])
  return (
    <svg className={styles.thumb} viewBox={drawing.box} role="img" aria-label={label}>
      {drawing.edges.map(({ key, line, colour }) => (
        <path key={key} d={line} className={styles.line} style={{ stroke: colour }} />
      ))}
      {drawing.nodes.map(({ id, x, y, height, tint }) => (
        <rect key={id} x={x} y={y} width={nodeWidth} height={height} rx={20} className={styles.node} style={{ '--tint': tint } as React.CSSProperties} />
      ))}
    </svg>
  )
})
