import { at, type Path } from './path'
import type { Params } from './node'
import { isObject, type Schema } from './schema'

/** Params that most people leave as they are; they stand under "More settings" until they are set. */
const rare: Record<string, readonly string[]> = {
  menu: ['inter_digit_s', 'barge_in'],
  dial: ['weights', 'sticky', 'whisper', 'confirm', 'confirm_prompt', 'caller_id', 'record', 'ringback'],
  queue: ['no_agents_timeout_s', 'whisper', 'priority', 'record'],
  callback: ['prompt', 'promise', 'announce', 'whisper', 'priority', 'ring_s', 'tries', 'retry_s', 'timeout_s', 'record'],
  agent: ['attempts', 'timeout_s', 'number_prompt', 'pin_prompt', 'wrong_audio'],
  voicemail: ['own_greeting', 'min_s', 'finish_on', 'beep', 'transcribe'],
  mailbox: ['attempts', 'timeout_s', 'number_prompt', 'pin_prompt', 'wrong_audio', 'max_s'],
  postcode: ['timeout_s', 'inter_digit_s'],
  email: ['cc', 'bcc'],
  transfer: ['caller_id', 'timeout_s'],
  webhook: ['headers', 'timeout_s', 'wait', 'comfort'],
  conference: ['end_with_moderator', 'wait_audio'],
  set: ['defaults'],
}

/** Params that mean something only when another one has one of some values. */
const when: Record<string, { param: string; is: readonly unknown[] }> = {
  'dial.weights': { param: 'strategy', is: ['round_robin'] },
  'dial.confirm_prompt': { param: 'confirm', is: [true] },
  'postcode.length': { param: 'country', is: [undefined] },
  'transfer.timezone': { param: 'when', is: ['date', 'period', 'weekly'] },
  'transfer.date': { param: 'when', is: ['date'] },
  'transfer.from_date': { param: 'when', is: ['period'] },
  'transfer.to_date': { param: 'when', is: ['period'] },
  'transfer.days': { param: 'when', is: ['weekly'] },
  'transfer.from': { param: 'when', is: ['date', 'period', 'weekly'] },
  'transfer.to': { param: 'when', is: ['date', 'period', 'weekly'] },
  'agent.to': { param: 'action', is: ['close', 'toggle_close'] },
  'record.notice': { param: 'on', is: [true] },
  'record.channels': { param: 'on', is: [true] },
  'webhook.save_as': { param: 'wait', is: [true] },
  'webhook.comfort': { param: 'wait', is: [true] },
  'webhook.body': { param: 'method', is: ['POST', 'PUT', 'PATCH', 'DELETE'] },
  'conference.notice': { param: 'record', is: [true] },
  'mailbox.box': { param: 'action', is: ['open'] },
  'mailbox.attempts': { param: 'action', is: ['open'] },
  'mailbox.timeout_s': { param: 'action', is: ['open'] },
  'mailbox.number_prompt': { param: 'action', is: ['open'] },
  'mailbox.pin_prompt': { param: 'action', is: ['open'] },
  'mailbox.wrong_audio': { param: 'action', is: ['open'] },
  'mailbox.greeting_prompt': { param: 'action', is: ['record_greeting'] },
  'mailbox.max_s': { param: 'action', is: ['record_greeting'] },
}

/** Params that the editor of another one edits too. */
const shared: Record<string, readonly string[]> = { greeting: ['say'] }

export type Arrangement = {
  /** The params to show, in the schema's order. */
  main: string[]
  more: string[]
  /** Those of `more` that are set. */
  set: number
}

/** Which params are shown where. What is set, or has something said of it, is never hidden. */
export function arrange(type: string, schema: Schema, params: Params, hasFindings: (param: string) => boolean): Arrangement {
  const out: Arrangement = { main: [], more: [], set: 0 }
  for (const name of Object.keys(schema.properties ?? {})) {
    if (shared[type]?.includes(name)) continue
    const given = Object.hasOwn(params, name)
    if (!given && !hasFindings(name) && !applies(type, [name], schema, params)) continue
    if (rare[type]?.includes(name)) {
      out.more.push(name)
      if (given) out.set++
    } else out.main.push(name)
  }
  return out
}

function applies(type: string, path: Path, schema: Schema, params: Params): boolean {
  const rule = when[`${type}.${path.join('.')}`]
  if (!rule) return true
  const value = at(params, [rule.param]) ?? (isObject(schema.properties) ? schema.properties[rule.param]?.default : undefined)
  return rule.is.includes(value)
}

/** All that the tables name, so that a test can tell what is no param any more. */
export const arranged = (): string[] => [
  ...Object.entries(rare).flatMap(([type, names]) => names.map((name) => `${type}.${name}`)),
  ...Object.entries(when).flatMap(([name, rule]) => [name, `${name.split('.')[0]}.${rule.param}`]),
  ...Object.entries(shared).flatMap(([type, names]) => names.map((name) => `${type}.${name}`)),
]
