import type { Point } from '../model/document'
import type { Unresolved } from '../model/clip'

/** What stands beside the picture. */
export type Panel = 'settings' | 'findings' | 'trial' | 'tests' | 'steps' | 'flow'

export type Asking =
  /** Which outcome leads where. */
  | { ask: 'connect'; from: string; outcome?: string | undefined }
  | { ask: 'rename'; node: string }
  /** Which node comes where: at a place, behind an exit, or into an edge. */
  | { ask: 'add'; at?: Point | undefined; from?: string; outcome?: string; into?: boolean }
  | { ask: 'save' | 'publish' | 'call' | 'discard' | 'copy' | 'name' | 'uses' | 'delete' | 'conflict' }
  /** A flow from a file, or of a text that was pasted. */
  | { ask: 'import'; text?: string }
  | { ask: 'pasted'; unresolved: readonly Unresolved[] }

export type UiState = {
  selected: ReadonlySet<string>
  /** The edge that is chosen. */
  way: { from: string; outcome: string } | undefined
  /** The node that the arrow keys are at, and its exit. */
  current: string | undefined
  exit: string | undefined
  panel: Panel | undefined
  view: 'picture' | 'outline' | 'both'
  palette: boolean
  find: boolean
  asking: Asking | undefined
  /** The edge that a dragged node would be put into. */
  aim: string | undefined
  /** A simulated call drawn upon the picture, and the step to look at. */
  trial: { steps: readonly { node: string; outcome: string }[]; at: number } | undefined
  /** The flow test that is tried. */
  testing: number | undefined
  /** Said to those who do not see the picture. */
  said: string
}

/** What is looked at: no part of the document, and no step of undo. */
export class Ui {
  #state: UiState
  #listeners = new Set<() => void>()

  constructor(start: Partial<UiState> = {}) {
    this.#state = {
      selected: new Set(),
      way: undefined,
      current: undefined,
      exit: undefined,
      panel: undefined,
      view: 'picture',
      palette: true,
      find: false,
      asking: undefined,
      aim: undefined,
      trial: undefined,
      testing: undefined,
      said: '',
      ...start,
    }
  }

  get state(): UiState {
    return this.#state
  }

  set(change: Partial<UiState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Chooses nodes, and nothing else. One that is chosen alone is where the arrow keys go on. */
  select(ids: Iterable<string>): void {
    const selected = new Set(ids)
    const [only] = selected
    this.set({ selected, way: undefined, ...(selected.size === 1 && { current: only, exit: undefined }) })
  }
}
