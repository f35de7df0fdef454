import type { FlowNode } from '../model/document'

/** The params that tell the most about a node, by type. */
const telling: Record<string, readonly string[]> = {
  greeting: ['say', 'audio'],
  menu: ['prompt'],
  dial: ['targets'],
  queue: ['queue'],
  callback: ['queue'],
  agent: ['queue', 'queues', 'action', 'do'],
  voicemail: ['box'],
  mailbox: ['box', 'do', 'action'],
  record: ['on'],
  email: ['to', 'subject'],
  conference: ['room'],
  agi: ['url'],
  time: ['timezone'],
  postcode: ['prompt'],
  transfer: ['number'],
  webhook: ['url'],
  workflow: ['workflow'],
  tag: ['tags'],
  jump: ['to'],
  subflow: ['flow'],
  return: ['outcome'],
  hangup: ['audio', 'cause'],
  sms_send: ['text'],
  sms_reply: ['text'],
  sms_menu: ['prompt'],
}

/** What a node does in a few words, from its params: whom it rings, what it says. Empty where that is not known. */
export function summaryOf(node: FlowNode): string {
  const params = node.params ?? {}
  if (node.type === 'set' && typeof params.vars === 'object' && params.vars !== null) return Object.keys(params.vars).join(', ')
  for (const name of telling[node.type] ?? []) {
    const text = words(params[name])
    if (text) return text
  }
  return ''
}

function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).filter(Boolean).join(', ')
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return ''
  return value.replace(/^(audio|user|group|queue|flow|external|endpoint):/, '').replaceAll(/\s+/g, ' ').trim()
}
