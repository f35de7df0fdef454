import type { Catalog } from '../catalog/nodeTypes'
import { copyText, paste, readClip, type Unresolved } from '../model/clip'
import { edgesOf, type FlowNode, type Outcome, type Point } from '../model/document'
import { placesOf } from '../model/layout'
import * as op from '../model/operations'
import { nodeHeight, nodeWidth, rowsOf } from '../model/size'
import type { EditingStore, StepKind } from '../model/store'
import { tidyInWorker } from '../model/tidyInWorker'
import type { OutcomeBook } from './outcomes'
import type { Ui } from './ui'

type Parts = { flowId: string; store: EditingStore; ui: Ui; book: OutcomeBook; catalog: Catalog; centre: () => Point }

export type Actions = ReturnType<typeof actionsOf>

/** What people do, in one step of undo each. */
export function actionsOf({ flowId, store, ui, book, catalog, centre }: Parts) {
  const node = (id: string): FlowNode | undefined => store.document.nodes[id]
  const nameOf = (id: string) => node(id)?.label || catalog.title(node(id)?.type ?? '') || id
  const exits = (id: string): readonly Outcome[] => {
    const one = node(id)
    return one ? rowsOf(one, book.of(one, catalog)) : []
  }
  const heightOf = (id: string) => nodeHeight(exits(id).length)
  const places = () => placesOf(store.document, heightOf)

  /** The nearest place at or below a point where a node covers no other. */
  function free(at: Point, height = 160): Point {
    const taken = Object.entries(places()).map(([id, place]) => ({ ...place, height: heightOf(id) }))
    let { y } = at
    const { x } = at
    for (let moved = true; moved; ) {
      moved = false
      for (const other of taken) {
        if (x < other.x + nodeWidth + 24 && other.x < x + nodeWidth + 24 && y < other.y + other.height + 24 && other.y < y + height + 24) {
          y = other.y + other.height + 24
          moved = true
        }
      }
    }
    return { x: snapped(x), y: snapped(y) }
  }

  /** Where a new node goes when nobody says where: right of the chosen one, else in the middle of what is seen. */
  function somewhere(beside?: string): Point {
    const [only] = ui.state.selected
    const near = beside ?? (ui.state.selected.size === 1 ? only : undefined)
    const at = near === undefined ? undefined : places()[near]
    return free(at ? { x: at.x + nodeWidth + 96, y: at.y } : { x: centre().x - nodeWidth / 2, y: centre().y - 60 })
  }

  const fresh = (type: string): FlowNode => ({ type })

  function added(id: string) {
    ui.select([id])
  }

  return {
    nameOf,
    exits,
    places,

    /** Adds a node, by itself, behind an exit, or into an edge. Returns its id. */
    add(type: string, { at, from, outcome, into }: { at?: Point | undefined; from?: string | undefined; outcome?: string | undefined; into?: boolean | undefined } = {}): string {
      const id = op.freshId(store.document.nodes, type)
      const first = catalog.get(type)?.outcomes[0]?.name
      const place = at ? { x: snapped(at.x), y: snapped(at.y) } : somewhere(from)
      store.do({ kind: into ? 'insert' : 'add', what: catalog.title(type) }, (flow) => {
        op.addNode(flow, id, fresh(type), place)
        if (from === undefined || outcome === undefined) return
        if (into) op.insertInEdge(flow, id, from, outcome, first)
        else op.connect(flow, from, outcome, id)
      })
      added(id)
      return id
    },

    /** Puts a node that is there into an edge. */
    insert(id: string, from: string, outcome: string, at?: Point) {
      store.do({ kind: 'insert', what: nameOf(id) }, (flow) => {
        if (at) op.moveNodes(flow, { [id]: at })
        op.insertInEdge(flow, id, from, outcome, exits(id)[0]?.name)
      })
    },

    connect(from: string, outcome: string, to: string) {
      store.do({ kind: 'connect', what: nameOf(from) }, (flow) => op.connect(flow, from, outcome, to))
    },

    disconnect(from: string, outcome: string) {
      store.do({ kind: 'disconnect', what: nameOf(from) }, (flow) => op.disconnect(flow, from, outcome))
      ui.set({ way: undefined })
    },

    rename(id: string, label: string) {
      store.do({ kind: 'rename', what: nameOf(id) }, (flow) => op.setFields(flow, id, { label: label.trim() }))
    },

    setStart(id: string) {
      store.do({ kind: 'start', what: nameOf(id) }, (flow) => op.setStart(flow, id))
    },

    move(to: Record<string, Point>) {
      const ids = Object.keys(to)
      const [first = ''] = ids
      store.do({ kind: 'move', what: nameOf(first), count: ids.length }, (flow) => {
        // What was drawn where it stood by itself stays there from now on.
        if (!flow.layout || Object.keys(flow.layout).length === 0) for (const [id, at] of Object.entries(places())) op.place(flow, id, at)
        op.moveNodes(flow, to)
      })
    },

    nudge(ids: readonly string[], by: Point) {
      const now = places()
      const to = Object.fromEntries(ids.flatMap((id) => (now[id] ? [[id, { x: now[id].x + by.x, y: now[id].y + by.y }]] : [])))
      store.do({ kind: 'move', what: nameOf(ids[0] ?? ''), count: ids.length }, (flow) => op.moveNodes(flow, to), `nudge ${ids.join(' ')}`)
    },

    /** Removes the chosen nodes, or the chosen edge. */
    remove(kind: StepKind = 'delete') {
      const { selected, way, current } = ui.state
      if (selected.size > 0) this.removeNodes([...selected], kind)
      else if (way) this.disconnect(way.from, way.outcome)
      else if (current && node(current)) this.removeNodes([current], kind)
    },

    removeNodes(ids: readonly string[], kind: StepKind = 'delete') {
      const [first = ''] = ids
      const before = [...edgesOf(store.document)].find(({ from, to }) => ids.includes(to) && !ids.includes(from))?.from
      store.do({ kind, what: nameOf(first), count: ids.length }, (flow) => op.deleteNodes(flow, ids))
      ui.set({ selected: new Set(), way: undefined, current: before ?? (store.document.start || undefined), exit: undefined })
    },

    copy(ids: Iterable<string> = ui.state.selected): string | undefined {
      const chosen = [...ids].filter((id) => node(id))
      if (chosen.length === 0) return undefined
      const where = places()
      return copyText(store.document, chosen, flowId, (id) => where[id])
    },

    /** Adds what was copied; undefined when the text is something else. */
    paste(text: string, at?: Point): Unresolved[] | undefined {
      const clip = readClip(text)
      if (!clip) return undefined
      const known = (type: string) => catalog.get(type)
      let done: { ids: string[]; unresolved: Unresolved[] } = { ids: [], unresolved: [] }
      store.do({ kind: 'paste', count: Object.keys(clip.nodes).length }, (flow) => {
        done = paste(flow, clip, at ?? free({ x: centre().x - nodeWidth / 2, y: centre().y - 60 }), { flowId, known })
      })
      ui.select(done.ids)
      return done.unresolved
    },

    duplicate() {
      const ids = [...ui.state.selected].filter((id) => node(id))
      const text = this.copy(ids)
      const clip = text === undefined ? undefined : readClip(text)
      if (!clip) return
      const corner = Object.values(clip.layout)
      const at = { x: Math.min(...corner.map(({ x }) => x)) + 32, y: Math.min(...corner.map(({ y }) => y)) + 32 }
      let copies: string[] = []
      store.do({ kind: 'duplicate', what: nameOf(ids[0] ?? ''), count: ids.length }, (flow) => {
        copies = paste(flow, clip, at, { flowId }).ids
      })
      ui.select(copies)
    },

    /** Puts the chosen nodes in order, or all where fewer than two are chosen. */
    async tidy() {
      const flow = store.document
      const chosen = ui.state.selected.size > 1 ? [...ui.state.selected] : Object.keys(flow.nodes)
      const among = new Set(chosen)
      const where = places()
      const to = await tidyInWorker({
        start: flow.start,
        nodes: chosen.map((id) => ({ id, width: nodeWidth, height: heightOf(id), at: where[id] ?? { x: 0, y: 0 } })),
        edges: [...edgesOf(flow)].filter((edge) => among.has(edge.from) && among.has(edge.to)).map(({ from, to: target }) => ({ from, to: target })),
      })
      store.do({ kind: 'tidy', count: chosen.length }, (draft) => op.moveNodes(draft, Object.fromEntries(Object.entries(to).map(([id, at]) => [id, { x: snapped(at.x), y: snapped(at.y) }]))))
    },
  }
}

export const grid = 8
export const snapped = (value: number): number => Math.round(value / grid) * grid
