import * as fc from 'fast-check'
import { copyText, paste, readClip } from './clip'
import type { FlowDocument, FlowNode } from './document'
import * as op from './operations'
import type { EditingStore } from './store'

// Flows and edits for tests.

export const flowOf = (nodes: Record<string, FlowNode>, more: Partial<FlowDocument> = {}): FlowDocument => ({
  schema: 1,
  name: 'Main line',
  kind: 'voice',
  start: Object.keys(nodes)[0] ?? '',
  nodes,
  ...more,
})

export const mainLine = (): FlowDocument =>
  flowOf(
    {
      hello: { type: 'greeting', label: 'Welcome', params: { audio: 'audio:welcome' }, next: { done: 'menu' } },
      menu: { type: 'menu', params: { prompt: 'Press one.', keys: { 1: 'Sales' } }, next: { 'key:1': 'sales', invalid: 'bye' } },
      sales: { type: 'dial', params: { targets: ['user:alice'] }, next: { answered: 'bye', '*': 'bye' } },
      bye: { type: 'hangup' },
    },
    { layout: { hello: { x: 0, y: 0 }, menu: { x: 300, y: 0 } } },
  )

/** One thing that somebody does. Numbers choose among the nodes that there are. */
export type Deed = { kind: number; a: number; b: number; text: string }

export const deeds = fc.array(
  fc.record({ kind: fc.nat(12), a: fc.nat(20), b: fc.nat(20), text: fc.string({ maxLength: 5 }) }),
  { maxLength: 40 },
)

/** Does it, through the store, with ids that are the same every time. */
export function act(store: EditingStore, { kind, a, b, text }: Deed, serial: number): void {
  const ids = Object.keys(store.document.nodes).toSorted()
  const one = ids[a % Math.max(1, ids.length)] ?? 'none'
  const other = ids[b % Math.max(1, ids.length)] ?? 'none'
  const outcome = ['done', 'key:1', '*', 'answered'][b % 4] ?? 'done'
  const id = `new_${serial}`
  switch (kind) {
    case 0:
      return store.do({ kind: 'add' }, (flow) => op.addNode(flow, id, { type: 'greeting' }, { x: a, y: b }))
    case 1:
      return store.do({ kind: 'connect' }, (flow) => op.connect(flow, one, outcome, other))
    case 2:
      return store.do({ kind: 'disconnect' }, (flow) => op.disconnect(flow, one, outcome))
    case 3:
      return store.do({ kind: 'delete' }, (flow) => op.deleteNodes(flow, [one, other]))
    case 4:
      return store.do({ kind: 'rename' }, (flow) => op.setFields(flow, one, { label: text }), `label ${one}`)
    case 5:
      return store.do({ kind: 'settings' }, (flow) => op.setParams(flow, one, { say: text, list: [a, b] }), `params ${one}`)
    case 6:
      return store.do({ kind: 'start' }, (flow) => op.setStart(flow, one))
    case 7:
      return store.do({ kind: 'move' }, (flow) => op.moveNodes(flow, { [one]: { x: a, y: b }, [other]: { x: b, y: a } }))
    case 8: {
      const clip = readClip(copyText(store.document, [one, other], '1', () => ({ x: a, y: b })))
      let seed = serial
      const random = () => ((seed = (seed * 9301 + 49297) % 233280) / 233280)
      return clip && store.do({ kind: 'paste' }, (flow) => void paste(flow, clip, { x: 0, y: 0 }, { flowId: '1', random }))
    }
    case 9:
      return store.do({ kind: 'insert' }, (flow) => {
        op.addNode(flow, id, { type: 'answer' })
        op.insertInEdge(flow, id, one, outcome, 'done')
      })
    case 10:
      return store.do({ kind: 'flow' }, (flow) => op.setSettings(flow, { language: text, record: { calls: a > b } }))
    case 11:
      return store.do({ kind: 'rename' }, (flow) => op.renameId(flow, one, id))
    default:
      return store.do({ kind: 'import' }, (flow) => op.become(flow, mainLine()))
  }
}
