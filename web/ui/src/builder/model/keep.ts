import { sameContent, sameLayout } from './canonical'
import type { Editing, Step } from './store'

// What is edited, kept in the browser: the state of a flow in one record, each step in one of its own, so that a long history is
// not written again with every letter. Each person's tab has its own records: no tab writes over what another has not saved.

export type Kept = {
  editing: Editing
  /** When it was last changed, in milliseconds since 1970. */
  at: number
}

/** Whose edits they are, in which tab. */
export type Owner = { user: string; tab: string }

type Head = Omit<Editing, 'steps'> & Owner & { flow: string; count: number; at: number }
type StepRow = Owner & { flow: string; index: number; step: Step }

const database = 'callflow.edits'

const problem = (error: DOMException | null) => error ?? new Error('The browser keeps nothing for this page.')

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(problem(request.error)))
  })
}

function settled(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('error', () => reject(problem(transaction.error)))
    transaction.addEventListener('abort', () => reject(problem(transaction.error)))
  })
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(database, 1)
  request.addEventListener('upgradeneeded', () => {
    request.result.createObjectStore('flows', { keyPath: ['flow', 'user', 'tab'] })
    request.result.createObjectStore('steps', { keyPath: ['flow', 'user', 'tab', 'index'] })
  })
  return answer(request)
}

/** Keeps one tab's editing of one flow. Writes are in order, each with only the steps that are new. */
export class Keeper {
  readonly #flow: string
  readonly #owner: Owner
  #written: readonly Step[] = []
  #last: Promise<unknown> = Promise.resolve()
  #database: Promise<IDBDatabase> | undefined

  constructor(flow: string, owner: Owner) {
    this.#flow = flow
    this.#owner = owner
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= open()
    return this.#database
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  #key = (tab = this.#owner.tab) => [this.#flow, this.#owner.user, tab]
  #range = (tab = this.#owner.tab, first = 0) => IDBKeyRange.bound([...this.#key(tab), first], [...this.#key(tab), Infinity])

  /**
   * What this tab has kept; else what the same person's tab has that is not open any more, which is this tab's from then on. Of
   * several the last with something unsaved is taken, and the others with something unsaved stay for the next time.
   */
  read(isOpen: (tab: string) => boolean = () => true): Promise<Kept | undefined> {
    return this.#inTurn(async () => {
      const transaction = (await this.#open()).transaction(['flows', 'steps'], 'readwrite')
      const [flows, steps] = [transaction.objectStore('flows'), transaction.objectStore('steps')]
      const all = await answer<Head[]>(flows.getAll(IDBKeyRange.bound([this.#flow, this.#owner.user], [this.#flow, this.#owner.user, []])))
      const closed = all.filter(({ tab }) => tab !== this.#owner.tab && !isOpen(tab)).toSorted((a, b) => b.at - a.at)
      const own = all.find(({ tab }) => tab === this.#owner.tab)
      const found = own ?? closed.find(unsaved) ?? closed[0]
      const rows = found && (await answer<StepRow[]>(steps.getAll(this.#range(found.tab))))
      for (const head of closed) {
        if (head !== found && unsaved(head)) continue
        flows.delete(this.#key(head.tab))
        steps.delete(this.#range(head.tab))
      }
      if (found && rows && found !== own) {
        flows.put({ ...found, ...this.#owner } satisfies Head)
        for (const row of rows) steps.put({ ...row, ...this.#owner } satisfies StepRow)
      }
      await settled(transaction)
      if (!found || !rows) return undefined
      const { flow: _flow, user: _user, tab: _tab, count, at, ...state } = found
      const list = rows.slice(0, count).map(({ step }) => step)
      if (list.length !== count) return undefined
      this.#written = list
      return { editing: { ...state, steps: list }, at }
    })
  }

  write(editing: Editing, at: number = Date.now()): Promise<void> {
    return this.#inTurn(async () => {
      const transaction = (await this.#open()).transaction(['flows', 'steps'], 'readwrite')
      const { steps, ...state } = editing
      const [flows, rows] = [transaction.objectStore('flows'), transaction.objectStore('steps')]
      // Another tab that took this one for closed has the records now: then all is written again.
      const there = this.#written.length === 0 || (await answer(flows.getKey(this.#key()))) !== undefined
      const written = there ? this.#written : []
      let first = 0
      while (first < steps.length && steps[first] === written[first]) first++
      if (written.length > first) rows.delete(this.#range(this.#owner.tab, first))
      for (const [offset, step] of steps.slice(first).entries()) {
        rows.put({ ...this.#owner, flow: this.#flow, index: first + offset, step } satisfies StepRow)
      }
      flows.put({ ...state, ...this.#owner, flow: this.#flow, count: steps.length, at } satisfies Head)
      // The page may be on its way out; nothing else is going to be asked.
      transaction.commit()
      await settled(transaction)
      this.#written = steps
    })
  }

  forget(): Promise<void> {
    return this.#inTurn(async () => {
      const transaction = (await this.#open()).transaction(['flows', 'steps'], 'readwrite')
      transaction.objectStore('flows').delete(this.#key())
      transaction.objectStore('steps').delete(this.#range())
      await settled(transaction)
      this.#written = []
    })
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      const opened = this.#database
      this.#database = undefined
      if (opened) (await opened).close()
    })
  }
}

const unsaved = ({ document, saved }: Head) => !sameContent(document, saved) || !sameLayout(document, saved)
