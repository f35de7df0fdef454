/** A tab that has the flow open, as the server tells it. */
export type Editor = {
  tab: string
  /** Such as user:alice. */
  user: string
  node?: string
  pen: boolean
  since: string
}

export type PenState = {
  /** All tabs that have the flow open, this one too, the first that came first. */
  editors: readonly Editor[]
  /** This tab may change the flow. */
  mine: boolean
  /** Who has the pen, when it is not this tab. */
  holder: Editor | undefined
  /** It was taken from this tab, by that one. */
  takenBy: Editor | undefined
}

export type Beat = { node?: string; pen: boolean; take?: boolean }

type Options = {
  tab: string
  /** Whether who is signed in may edit flows at all. */
  mayEdit: boolean
  /** The tab only looks at first, see want. */
  looks?: boolean
  send: (beat: Beat) => Promise<Editor[]>
  now?: () => number
}

/** How often the server is told that the tab is there, in milliseconds; it forgets tabs after fifteen seconds. */
const every = 5_000
/** How long nobody must have had the pen before a tab that waits takes it: who only loads the page again, or whose server starts again, is back by then. */
const grace = 6_500
/** A choice of nodes is told soon, not with each arrow key. */
const soon = 200

/**
 * Which tabs have a flow open, and which of them may change it. One has the pen; a tab that opens the flow has it when nobody else
 * does, and one that waits gets it when it is left. What the server answers to this tab decides; what the feed tells, which may
 * be older, only makes it ask. Without an answer the tab goes on as it was: nothing that it does meanwhile is lost.
 */
export class Pen {
  #state: PenState
  #options: Options
  #listeners = new Set<() => void>()
  #gained = new Set<(expected: boolean) => void>()
  #now: () => number
  #timer: ReturnType<typeof setTimeout> | undefined
  #node: string | undefined
  #busy = false
  #again = false
  #take = false
  #wanted: boolean
  /** The pen is wanted again, at once if nobody has it. */
  #back = false
  #freeSince: number | undefined
  #stopped = true

  constructor(options: Options) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#wanted = !options.looks
    this.#state = { editors: [], mine: options.mayEdit && this.#wanted, holder: undefined, takenBy: undefined }
  }

  get state(): PenState {
    return this.#state
  }

  get tab(): string {
    return this.#options.tab
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Calls back when the pen has come to this tab; expected, where this tab has just asked for it. */
  onGained(listener: (expected: boolean) => void): () => void {
    this.#gained.add(listener)
    return () => this.#gained.delete(listener)
  }

  /** Begins; settles with the first answer, or without one. */
  async start(): Promise<void> {
    this.#stopped = false
    await this.#beat()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  /** What the feed tells of the flow's editors. */
  told(editors: readonly Editor[]): void {
    if (this.#stopped) return
    const { mine } = this.#state
    this.#set({ editors })
    const own = editors.find(({ tab }) => tab === this.tab)
    if (!own || own.pen !== mine) this.ask()
  }

  /** Asks the server at once how things are, such as after a lost connection. */
  ask(): void {
    void this.#beat()
  }

  take(): void {
    this.#take = true
    this.ask()
  }

  /** Whether this tab is for changing the flow just now: one that only looks leaves the pen to others. */
  want(is: boolean): void {
    if (is === this.#wanted) return
    this.#wanted = is
    this.#back = is
    if (!is) this.#set({ mine: false, takenBy: undefined })
    if (!this.#stopped) this.ask()
  }

  /** The node that is chosen here. */
  choose(node: string | undefined): void {
    if (node === this.#node) return
    this.#node = node
    if (!this.#stopped && !this.#busy) this.#next(soon)
  }

  /** The news that the pen was taken have been read. */
  read(): void {
    this.#set({ takenBy: undefined })
  }

  #next(after: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#beat(), after)
  }

  async #beat(): Promise<void> {
    if (this.#busy) {
      this.#again = true
      return
    }
    if (this.#stopped) return
    this.#busy = true
    clearTimeout(this.#timer)
    const free = this.#freeSince !== undefined && this.#now() - this.#freeSince >= grace
    const take = this.#take
    const back = this.#back
    const node = this.#node
    this.#take = this.#back = false
    try {
      const pen = this.#options.mayEdit && this.#wanted && (this.#state.mine || free || take || back)
      this.#heard(await this.#options.send({ pen, ...(node !== undefined && { node }), ...(take && { take }) }), take || back)
    } catch {
      // The server is away, or refuses: things stay as they are, and it is asked again.
    }
    this.#busy = false
    if (this.#stopped) return
    const more = this.#again || this.#take || this.#back
    this.#again = false
    if (more) void this.#beat()
    else if (node !== this.#node) this.#next(soon)
    else this.#next(every)
  }

  #heard(editors: readonly Editor[], expected: boolean): void {
    const was = this.#state.mine
    const holder = editors.find(({ pen }) => pen)
    const mine = this.#options.mayEdit && this.#wanted && (holder ? holder.tab === this.tab : was)
    if (holder) this.#freeSince = undefined
    else this.#freeSince ??= this.#now()
    const known = this.#state.editors.length > 0
    this.#set({
      editors,
      mine,
      holder: mine ? undefined : holder,
      takenBy: mine || !this.#wanted ? undefined : was && known && holder ? holder : this.#state.takenBy,
    })
    if (mine && !was) for (const listener of this.#gained) listener(expected)
  }

  #set(change: Partial<PenState>): void {
    const next = { ...this.#state, ...change }
    if (JSON.stringify(next) === JSON.stringify(this.#state)) return
    this.#state = next
    for (const listener of this.#listeners) listener()
  }
}
