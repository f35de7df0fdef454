import { apply, create, type Draft, type Patches } from 'mutative'
import { sameContent, sameLayout } from './canonical'
import type { FlowDocument } from './document'

/** What a step was, for its name in the list of steps. */
export type StepKind =
  | 'add'
  | 'insert'
  | 'connect'
  | 'disconnect'
  | 'delete'
  | 'rename'
  | 'settings'
  | 'flow'
  | 'start'
  | 'move'
  | 'tidy'
  | 'paste'
  | 'duplicate'
  | 'cut'
  | 'merge'
  | 'import'
  | 'restore'

export type StepName = {
  kind: StepKind
  /** The name as somebody else worded it, such as the settings. */
  text?: string
  /** What it was done to: a node's label or title. */
  what?: string
  /** To how many, where it were several. */
  count?: number
}

export type Step = {
  name: StepName
  patches: Patches
  inverse: Patches
  /** When, in milliseconds since 1970. */
  at: number
  /** Steps of the same group that follow each other quickly are one, such as letters that are typed into a field. */
  group?: string
}

/** How what is edited differs from what is saved. */
export type Difference = 'none' | 'moved' | 'changed'

/** All that survives a reload. */
export type Editing = {
  document: FlowDocument
  /** What the server has, and its version. */
  saved: FlowDocument
  etag: string
  steps: Step[]
  /** How many of the steps are done; the others can be redone. */
  done: number
}

/** Within this time a group's steps are one. */
const together = 1_500

/**
 * What is edited: the document, what of it is saved, and every step that led here. It holds no selection, which is no change.
 * States are never changed in place; whoever subscribes compares them by identity.
 */
export class EditingStore {
  #state: Editing
  #listeners = new Set<() => void>()
  #difference: { state: Editing; is: Difference } | undefined
  #now: () => number
  #locked = false

  constructor(state: Editing, now: () => number = Date.now) {
    this.#state = state
    this.#now = now
  }

  get state(): Editing {
    return this.#state
  }

  get document(): FlowDocument {
    return this.#state.document
  }

  get canUndo(): boolean {
    return this.#state.done > 0
  }

  get canRedo(): boolean {
    return this.#state.done < this.#state.steps.length
  }

  get difference(): Difference {
    if (this.#difference?.state !== this.#state) {
      const { document, saved } = this.#state
      this.#difference = {
        state: this.#state,
        is: !sameContent(document, saved) ? 'changed' : sameLayout(document, saved) ? 'none' : 'moved',
      }
    }
    return this.#difference.is
  }

  get locked(): boolean {
    return this.#locked
  }

  /** While it is locked, only what others saved is taken over: the flow is edited elsewhere. */
  lock(locked: boolean): void {
    this.#locked = locked
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Does a step. One that changes nothing is none. Steps that were undone before it are gone. */
  do(name: StepName, change: (flow: Draft<FlowDocument>) => void, group?: string): void {
    if (this.#locked && name.kind !== 'merge') return
    const [document, patches, inverse] = create(this.#state.document, (flow) => void change(flow), { enablePatches: true })
    if (patches.length === 0) return
    const steps = this.#state.steps.slice(0, this.#state.done)
    const last = steps.at(-1)
    const at = this.#now()
    if (group && last?.group === group && at - last.at < together && this.#state.done === this.#state.steps.length) {
      steps[steps.length - 1] = { ...last, at, patches: [...last.patches, ...patches], inverse: [...inverse, ...last.inverse] }
    } else {
      steps.push({ name, patches, inverse, at, ...(group !== undefined && { group }) })
    }
    this.#set({ ...this.#state, document, steps, done: steps.length })
  }

  undo(): StepName | undefined {
    const step = this.#state.steps[this.#state.done - 1]
    if (!step || this.#locked) return undefined
    this.#set({ ...this.#state, document: apply(this.#state.document, step.inverse), done: this.#state.done - 1 })
    return step.name
  }

  redo(): StepName | undefined {
    const step = this.#state.steps[this.#state.done]
    if (!step || this.#locked) return undefined
    this.#set({ ...this.#state, document: apply(this.#state.document, step.patches), done: this.#state.done + 1 })
    return step.name
  }

  /** Undoes or redoes until so many steps are done. */
  goTo(done: number): void {
    while (this.#state.done > done && this.undo());
    while (this.#state.done < done && this.redo());
  }

  /** The server has this document now, as this version. Later edits stay unsaved. */
  wasSaved(saved: FlowDocument, etag: string): void {
    this.#set({ ...this.#state, saved, etag })
  }

  /** Another state altogether: one that was kept, or one that is opened anew. */
  replace(state: Editing): void {
    this.#set(state)
  }

  #set(state: Editing): void {
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}

/** Begins to edit what the server has. */
export const opened = (saved: FlowDocument, etag: string): Editing => ({ document: saved, saved, etag, steps: [], done: 0 })
