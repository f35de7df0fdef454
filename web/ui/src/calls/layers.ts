import type { FlowDocument } from '@/builder/model/document'
import type { Trace as Drawn } from '@/builder/picture'
import type { Step, Trace } from './call'

/** One of the flows that a call was in, with the steps that it took there. */
export type Layer = { key: string; name: string; document: FlowDocument; steps: Step[]; trace: Drawn }

/**
 * A call's way, flow by flow. A node that was in its flow when the call came there is drawn even where the document lost it, and
 * a call that goes on is drawn up to where it is.
 */
export function layersOf(call: Trace): Layer[] {
  const layers: Layer[] = []
  const add = (key: string, name: string, document: FlowDocument, steps: Step[], now?: string) => {
    const missing = steps.filter(({ node }) => !document.nodes[node])
    const whole =
      missing.length === 0
        ? document
        : { ...document, nodes: { ...document.nodes, ...Object.fromEntries(missing.map(({ node, type, label }) => [node, { type, ...(label && { label }) }])) } }
    const trace = steps.map(({ node, outcome }) => ({ node, outcome }))
    layers.push({ key, name, document: whole, steps, trace: now && whole.nodes[now] ? [...trace, { node: now }] : trace })
  }
  if (call.document) add('', call.flow ?? '', call.document, call.steps.filter(({ flow }) => !flow), call.at)
  for (const { flow, revision, document } of call.called ?? []) {
    const key = `${flow}@${revision}`
    if (!layers.some((layer) => layer.key === key)) add(key, flow, document, call.steps.filter((step) => step.flow === flow))
  }
  return layers
}
