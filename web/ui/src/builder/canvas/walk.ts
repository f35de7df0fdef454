import { edgesOf, type FlowDocument, type Outcome } from '../model/document'
import { depths } from '../model/layout'

export type Place = { current: string | undefined; exit: string | undefined }

/** Where an arrow key leads: right and left along the exits, up and down among them; the page keys through all nodes. */
export function walk(
  flow: FlowDocument,
  { current, exit }: Place,
  key: string,
  exitsOf: (id: string) => readonly Outcome[],
  came: readonly string[],
): Place | undefined {
  const node = current === undefined ? undefined : flow.nodes[current]
  if (current === undefined || !node || key === 'Home') {
    const start = flow.nodes[flow.start] ? flow.start : Object.keys(flow.nodes)[0]
    return start === undefined ? undefined : { current: start, exit: undefined }
  }
  const exits = exitsOf(current).map(({ name }) => name)
  const next = node.next ?? {}
  const leads = (name: string) => !!flow.nodes[next[name] ?? '']
  switch (key) {
    case 'ArrowRight': {
      const outcome = exit ?? exits.find(leads)
      const to = outcome === undefined ? undefined : next[outcome]
      return to !== undefined && flow.nodes[to] ? { current: to, exit: undefined } : undefined
    }
    case 'ArrowLeft': {
      const back = came.findLast((id) => id !== current && Object.values(flow.nodes[id]?.next ?? {}).includes(current))
      const from = back ?? [...edgesOf(flow)].find(({ to }) => to === current)?.from
      if (from === undefined) return undefined
      return { current: from, exit: Object.entries(flow.nodes[from]?.next ?? {}).find(([, to]) => to === current)?.[0] }
    }
    case 'ArrowDown':
    case 'ArrowUp': {
      if (exits.length === 0) return undefined
      const step = key === 'ArrowDown' ? 1 : -1
      const at = exit === undefined ? (step > 0 ? -1 : exits.length) : exits.indexOf(exit)
      return { current, exit: exits[Math.min(Math.max(at + step, 0), exits.length - 1)] }
    }
    case 'PageDown':
    case 'PageUp': {
      const order = [...depths(flow).keys()]
      const to = order[order.indexOf(current) + (key === 'PageDown' ? 1 : -1)]
      return to === undefined ? undefined : { current: to, exit: undefined }
    }
    default:
      return undefined
  }
}
