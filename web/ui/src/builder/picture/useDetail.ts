import { useStoreApi, type ReactFlowState } from '@xyflow/react'
import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { Detail, type Seen } from './detail'
import type { WayEdge } from './graph'

/** Above this many nodes only those in the window have an element, which the pointer meets. */
const elementsUpTo = 500

export const DetailContext = createContext<Detail | undefined>(undefined)

/** What is drawn one by one of a picture: its edges among `edges`, which are those and others that something is told of. */
export function useDetail(count: number, edges: WayEdge[], told: (id: string) => boolean): { detail: Detail; drawn: WayEdge[]; onlySeen: boolean } {
  const store = useStoreApi()
  const [detail] = useState(() => {
    // All sizes are known (graph.ts). React Flow would measure nodes that have no card, and know of no exits of theirs from then on.
    store.setState({ updateNodeInternals: () => fitWhenAsked(store.getState()) })
    return new Detail(store)
  })
  useEffect(() => detail.follow(), [detail])
  useEffect(() => detail.of(edges), [detail, edges])
  const shown = useSyncExternalStore(detail.subscribe, detail.edges)
  const drawn = useMemo(() => edges.filter(({ id, selected }) => shown.has(id) || selected || told(id)), [shown, edges, told])
  return { detail, drawn, onlySeen: count > elementsUpTo }
}

/** What React Flow does with nodes that are measured for the first time. */
function fitWhenAsked({ fitViewQueued, nodes, setNodes }: ReactFlowState): void {
  if (fitViewQueued) setNodes(nodes)
}

const never = () => () => {}

export function useSeen(): Seen {
  const detail = useContext(DetailContext)
  return useSyncExternalStore(detail?.subscribe ?? never, detail?.seen ?? (() => 'cards'))
}

/** Whether a node has its card. */
export function useNodeDetail(id: string): boolean {
  const detail = useContext(DetailContext)
  return useSyncExternalStore(detail?.subscribe ?? never, () => !detail || detail.node(id))
}

/** Whether an edge is drawn with all that belongs to it. */
export function useEdgeDetail(id: string): boolean {
  const detail = useContext(DetailContext)
  return useSyncExternalStore(detail?.subscribe ?? never, () => !detail || detail.edge(id))
}
