/** A call in a flow, as GET /flows/{id}/live has it. */
export type CallAt = { call: string; caller: string; number: string; node: string; revision?: number; started: string; entered?: string }

/** What GET /events tells of a call. */
export type Happened = {
  what: 'started' | 'step' | 'ended'
  call: string
  caller: string
  number: string
  started: string
  at: string
  flow_id?: number
  /** The node that was left, and the flow that it stands in. */
  node?: string
  outcome?: string
  step_flow_id?: number
}

/** A call on its way along an edge. */
export type Move = { key: number; call: string; from: string; way: string; to: string }

export type Leads = {
  start: string
  /** The edge by which a call leaves a node, and the node behind it. */
  behind: (node: string, outcome: string) => { way: string; to: string } | undefined
}

export type LiveState = { calls: readonly CallAt[]; moves: readonly Move[] }

/** So many marks move at a time; what comes in a swarm is where it has gone at once. */
const mostMoves = 40

/** The calls that are in a flow, made of what the server lists and of what it tells in between. */
export class LiveCalls {
  #flow: number
  #leads: Leads | undefined
  #calls = new Map<string, CallAt>()
  /** When something was last told of a call, also of one that has ended. */
  #heard = new Map<string, number>()
  #moves: Move[] = []
  #key = 0
  #state: LiveState = { calls: [], moves: [] }
  #listeners = new Set<() => void>()
  #now: () => number

  constructor(flow: number, now: () => number = Date.now) {
    this.#flow = flow
    this.#now = now
  }

  get state(): LiveState {
    return this.#state
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The flow that is drawn. */
  drawn(leads: Leads): void {
    this.#leads = leads
    this.#moves = []
    this.#changed()
  }

  /** The list as it was when it was asked for; what was told since then is newer. */
  listed(list: readonly CallAt[], asked: number): void {
    const older = (call: string) => (this.#heard.get(call) ?? 0) < asked
    const there = new Set(list.map(({ call }) => call))
    for (const call of this.#calls.keys()) if (!there.has(call) && older(call)) this.#calls.delete(call)
    for (const at of list) if (older(at.call)) this.#calls.set(at.call, at)
    for (const [call, heard] of this.#heard) if (heard < asked && !this.#calls.has(call)) this.#heard.delete(call)
    this.#changed()
  }

  told(event: Happened): void {
    const { call, caller, number, started, node, outcome } = event
    const known = this.#calls.get(call)
    // While it is in a flow that this one calls, it stays at the node that calls.
    if (event.what === 'step' && event.step_flow_id !== undefined && event.step_flow_id !== this.#flow) return
    this.#heard.set(call, this.#now())
    if (event.what === 'ended') this.#calls.delete(call)
    else if (event.what === 'started' && event.flow_id === this.#flow) {
      if (this.#leads) this.#calls.set(call, { call, caller, number, started, node: this.#leads.start, entered: event.at })
    } else if (event.what === 'step' && node !== undefined && outcome !== undefined) {
      const next = this.#leads?.behind(node, outcome)
      if (next) {
        this.#calls.set(call, { ...known, call, caller, number, started, node: next.to, entered: event.at })
        this.#moves = [...this.#moves, { key: ++this.#key, call, from: node, ...next }].slice(-mostMoves)
      }
    }
    this.#changed()
  }

  /** A mark has come to the end of its edge. */
  arrived(key: number): void {
    this.#moves = this.#moves.filter((move) => move.key !== key)
    this.#changed()
  }

  #changed(): void {
    const calls = [...this.#calls.values()].toSorted((a, b) => (a.started < b.started ? -1 : a.started > b.started ? 1 : a.call < b.call ? -1 : 1))
    this.#state = { calls, moves: this.#moves }
    for (const listener of this.#listeners) listener()
  }
}
