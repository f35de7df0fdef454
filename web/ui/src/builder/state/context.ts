import { createContext, useContext, useSyncExternalStore, type RefObject } from 'react'
import type { Catalog } from '../catalog/nodeTypes'
import type { Pen } from '../editors/pen'
import type { FlowDocument, Point } from '../model/document'
import type { Editing, EditingStore } from '../model/store'
import type { Actions } from './actions'
import type { OutcomeBook } from './outcomes'
import type { Ui, UiState } from './ui'

/** What the picture can be asked for. Absent while there is none. */
export type CanvasHandle = {
  /** Brings nodes into view. */
  reveal: (ids: readonly string[]) => void
  /** The place on the canvas at a point of the window; undefined outside of it. */
  at: (client: Point) => Point | undefined
  /** The edge at a point of the window. */
  edgeAt: (client: Point) => { from: string; outcome: string } | undefined
  centre: () => Point
  fit: () => void
  focus: () => void
}

export type Builder = {
  flowId: string
  store: EditingStore
  ui: Ui
  book: OutcomeBook
  catalog: Catalog
  actions: Actions
  /** Whether this tab may change the flow now. */
  mayEdit: boolean
  pen: Pen
  canvas: RefObject<CanvasHandle | null>
}

export const BuilderContext = createContext<Builder | undefined>(undefined)

export function useBuilder(): Builder {
  const builder = useContext(BuilderContext)
  if (!builder) throw new Error('there is no builder around this')
  return builder
}

export function useEditing<T>(select: (state: Editing) => T): T {
  const { store } = useBuilder()
  return useSyncExternalStore(store.subscribe, () => select(store.state))
}

export const useFlow = (): FlowDocument => useEditing(({ document }) => document)

export function useUi<T>(select: (state: UiState) => T): T {
  const { ui } = useBuilder()
  return useSyncExternalStore(ui.subscribe, () => select(ui.state))
}

/** Changes when more is known of the exits of nodes. */
export function useOutcomeVersion(): number {
  const { book } = useBuilder()
  return useSyncExternalStore(book.subscribe, () => book.version)
}
