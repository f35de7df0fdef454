import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { nameOf, type FlowDocument } from '../form/node'
import { isObject } from '../form/schema'
import type { Suggestion } from './Suggestions'

const of = (value: string, detail: string): Suggestion => ({ value, label: value, detail })

/** What expressions can use in any flow; see Set in docs/nodes.md. */
function always(): Suggestion[] {
  return [
    of('caller.number', i18n._(msg`who calls`)),
    of('caller.name', i18n._(msg`the caller’s name`)),
    of('caller.withheld', i18n._(msg`whether there is no number`)),
    of('number.number', i18n._(msg`the number that was called`)),
    of('number.service', i18n._(msg`its service name`)),
    of('number.group', i18n._(msg`its group`)),
    of('number.dialled', i18n._(msg`as it was dialled`)),
    of('digits', i18n._(msg`the last digits that the caller chose`)),
    of('now', i18n._(msg`the time`)),
    of('call.id', i18n._(msg`the call`)),
    of('call.flow', i18n._(msg`the flow`)),
    of('call.started', i18n._(msg`when the call came`)),
    of('call.answered', i18n._(msg`whether it was answered`)),
    of('call.answered_by', i18n._(msg`by whom`)),
    of('call.talked_s', i18n._(msg`seconds talked`)),
  ]
}

/** What later nodes can read of a node, beside its outcome. */
const results: Record<string, readonly string[]> = {
  menu: ['digits', 'name'],
  dial: ['target', 'talked_s'],
  queue: ['target', 'talked_s', 'waited_s'],
  agent: ['user', 'did', 'queues'],
  geo: ['country', 'state', 'mobile'],
  postcode: ['postcode', 'name'],
  webhook: ['reply', 'status'],
  agi: ['status'],
}

const word = /^[A-Za-z_][A-Za-z0-9_]*$/

/** All that an expression of this flow can use: what always is, the variables that nodes set, and what nodes came to. */
export function variablesOf(document: FlowDocument, but: string): Suggestion[] {
  const found = new Map<string, Suggestion>()
  const add = (value: string, detail: string) => void (found.has(value) || found.set(value, of(value, detail)))
  for (const one of always()) found.set(one.value, one)
  for (const [id, node] of Object.entries(document.nodes)) {
    const name = nameOf(id, node, undefined)
    const params = node.params ?? {}
    if (node.type === 'set' && isObject(params.vars)) for (const key of Object.keys(params.vars)) if (word.test(key)) add(`vars.${key}`, name)
    if (node.type === 'webhook' && typeof params.save_as === 'string' && word.test(params.save_as)) add(`vars.${params.save_as}`, name)
  }
  for (const [id, node] of Object.entries(document.nodes)) {
    if (id === but) continue
    const own = node.type === 'agi' && Array.isArray(node.params?.returns) ? node.params.returns.filter((one): one is string => typeof one === 'string' && word.test(one)) : []
    const at = word.test(id) ? id : `nodes[${JSON.stringify(id)}]`
    for (const key of [...(results[node.type] ?? []), ...own, 'outcome']) add(`${at}.${key}`, nameOf(id, node, undefined))
  }
  return [...found.values()]
}

/** The names that texts of mails know beside expressions. */
export const letterNames = (voicemail: boolean): Suggestion[] => [
  of('$callerid', i18n._(msg`who calls`)),
  of('$datetime', i18n._(msg`the time`)),
  of('$servicenumber', i18n._(msg`the number that was called`)),
  of('$callstatus', i18n._(msg`the outcome by which the call came here`)),
  of('$reason', i18n._(msg`the same as a sentence`)),
  of('$voicemaillink', i18n._(msg`where to listen to the message`)),
  of('$callid', i18n._(msg`the call`)),
  ...(voicemail ? [of('$calleduser', i18n._(msg`the owner of the box`)), of('$message', i18n._(msg`what came of the message`))] : []),
]
