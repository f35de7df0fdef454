import { useEffect, useMemo } from 'react'
import type { Finding } from '@/api/problem'
import { useOthers } from '../editors/people'
import type { EdgeMark, Marks, NodeMark } from '../picture/marks'
import { marksOf } from '../picture/pictureMarks'
import { useFlow, useUi } from '../state/context'

/** Draws findings, the walk of the arrow keys, the aim of a drag and a simulated call upon the picture. */
export function useCanvasMarks(marks: Marks, findings: readonly Finding[]): void {
  const flow = useFlow()
  const current = useUi((state) => state.current)
  const exit = useUi((state) => state.exit)
  const aim = useUi((state) => state.aim)
  const trial = useUi((state) => state.trial)
  const others = useOthers()
  const chosen = JSON.stringify(others.flatMap(({ node, name, initials, tint }) => (node === undefined ? [] : [{ node, name, initials, tint }])))

  const worst = useMemo(() => {
    const found = new Map<string, { level: 'error' | 'warning'; count: number }>()
    for (const { node, level } of findings) {
      if (!node || level === 'note') continue
      const was = found.get(node)
      found.set(node, { level: was?.level === 'error' ? 'error' : level, count: (was?.count ?? 0) + 1 })
    }
    return found
  }, [findings])
  const way = useMemo(() => (trial ? marksOf(flow, { trace: trial.steps, at: trial.at }) : undefined), [flow, trial])

  useEffect(() => {
    const nodes = new Map<string, NodeMark>(way?.nodes)
    const edges = new Map<string, EdgeMark>(way?.edges)
    const put = (id: string, mark: NodeMark) => nodes.set(id, { ...nodes.get(id), ...mark })
    if (!trial) for (const [id, level] of worst) put(id, { findings: level })
    for (const { node, ...other } of JSON.parse(chosen) as { node: string; name: string; initials: string; tint: string }[]) {
      put(node, { others: [...(nodes.get(node)?.others ?? []), other] })
    }
    if (current !== undefined) put(current, { current: true, ...(exit !== undefined && { exit }) })
    if (aim !== undefined) edges.set(aim, { ...edges.get(aim), aim: true })
    marks.set(nodes, edges)
  }, [marks, way, trial, worst, current, exit, aim, chosen])
}
