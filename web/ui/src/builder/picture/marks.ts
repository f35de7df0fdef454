import { createContext, useContext, useSyncExternalStore } from 'react'

/** What is drawn upon a node, beside what the document says. */
export type NodeMark = {
  /** The worst of its findings, and how many there are. */
  findings?: { level: 'error' | 'warning'; count: number }
  /** The steps of a trace that were taken here, such as [2, 5]. */
  steps?: readonly number[]
  /** The call is here now. */
  here?: boolean
  /** A trace is drawn, and it did not come here. */
  passed?: boolean
  change?: 'added' | 'removed' | 'changed' | 'moved'
  /** Calls in progress here. */
  live?: number
  /** Calls of a period that ended here: whose callers hung up, and the others. */
  ends?: { hungUp: number; ended: number }
  /** Others who have chosen it. */
  others?: readonly { name: string; initials: string; tint: string }[]
  /** Where the arrow keys are. */
  current?: boolean
  /** The exit of the current node that they are at. */
  exit?: string
}

export type EdgeMark = {
  taken?: boolean
  passed?: boolean
  change?: 'added' | 'removed' | 'changed'
  /** How many calls went this way. */
  count?: number
  /** Its share of the most that went any way, 0 to 1. */
  share?: number
  /** A dragged node would be put in here. */
  aim?: boolean
}

/**
 * Marks of nodes and edges. They change often, and each change is drawn by those that it is about only; that is why they are not
 * in React Flow's own data.
 */
export class Marks {
  #nodes = new Map<string, NodeMark>()
  #edges = new Map<string, EdgeMark>()
  #listeners = new Set<() => void>()

  node = (id: string): NodeMark | undefined => this.#nodes.get(id)
  edge = (id: string): EdgeMark | undefined => this.#edges.get(id)

  /** Whether an edge has to be drawn by itself, as something is told of it. */
  tells = (id: string): boolean => {
    const mark = this.#edges.get(id)
    return !!mark && !mark.passed
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  set(nodes: ReadonlyMap<string, NodeMark>, edges: ReadonlyMap<string, EdgeMark>): void {
    this.#nodes = keep(this.#nodes, nodes)
    this.#edges = keep(this.#edges, edges)
    for (const listener of this.#listeners) listener()
  }
}

/** The new marks, as the same objects where they are equal. */
function keep<T extends object>(was: Map<string, T>, is: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...is].map(([id, mark]) => {
    const before = was.get(id)
    return [id, before && JSON.stringify(before) === JSON.stringify(mark) ? before : mark]
  }))
}

export const MarksContext = createContext(new Marks())

export function useNodeMark(id: string): NodeMark | undefined {
  const marks = useContext(MarksContext)
  return useSyncExternalStore(marks.subscribe, () => marks.node(id))
}

export function useEdgeMark(id: string): EdgeMark | undefined {
  const marks = useContext(MarksContext)
  return useSyncExternalStore(marks.subscribe, () => marks.edge(id))
}
