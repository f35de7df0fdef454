import type { Editing, Step } from './store'

// What is edited, kept in the browser: the state of a flow in one record, each step in one of its own, so that a long history is
// not written again with every letter.

export type Kept = {
  editing: Editing
  /** When it was last changed, in milliseconds since 1970. */
  at: number
}

type Head = Omit<Editing, 'steps'> & { flow: string; count: number; at: number }
type StepRow = { flow: string; index: number; step: Step }

const database = 'callflow.builder'

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
    request.result.createObjectStore('flows', { keyPath: 'flow' })
    request.result.createObjectStore('steps', { keyPath: ['flow', 'index'] })
  })
  return answer(request)
}

/** Keeps one flow's editing. Writes are in order, each with only the steps that are new. */
export class Keeper {
  readonly #flow: string
  #written: readonly Step[] = []
  #last: Promise<unknown> = Promise.resolve()
  #database: Promise<IDBDatabase> | undefined

  constructor(flow: string) {
    this.#flow = flow
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

  #range = () => IDBKeyRange.bound([this.#flow, 0], [this.#flow, Infinity])

  read(): Promise<Kept | undefined> {
    return this.#inTurn(async () => {
      const transaction = (await this.#open()).transaction(['flows', 'steps'])
      const head = answer<Head | undefined>(transaction.objectStore('flows').get(this.#flow))
      const rows = answer<StepRow[]>(transaction.objectStore('steps').getAll(this.#range()))
      const found = await head
      if (!found) return undefined
      const { flow: _, count, at, ...state } = found
      const steps = (await rows).slice(0, count).map(({ step }) => step)
      if (steps.length !== count) return undefined
      this.#written = steps
      return { editing: { ...state, steps }, at }
    })
  }

  write(editing: Editing, at: number = Date.now()): Promise<void> {
    return this.#inTurn(async () => {
      const transaction = (await this.#open()).transaction(['flows', 'steps'], 'readwrite')
      const { steps, ...state } = editing
      const store = transaction.objectStore('steps')
      let first = 0
      while (first < steps.length && steps[first] === this.#written[first]) first++
      if (this.#written.length > first) store.delete(IDBKeyRange.bound([this.#flow, first], [this.#flow, Infinity]))
      for (const [offset, step] of steps.slice(first).entries()) {
        store.put({ flow: this.#flow, index: first + offset, step } satisfies StepRow)
      }
      transaction.objectStore('flows').put({ ...state, flow: this.#flow, count: steps.length, at } satisfies Head)
      // The page may be on its way out; nothing else is going to be asked.
      transaction.commit()
      await settled(transaction)
      this.#written = steps
    })
  }

  forget(): Promise<void> {
    return this.#inTurn(async () => {
      const transaction = (await this.#open()).transaction(['flows', 'steps'], 'readwrite')
      transaction.objectStore('flows').delete(this.#flow)
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
