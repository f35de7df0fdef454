import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { FlowNode } from '../model/document'

const names: Record<string, MessageDescriptor> = {
  '*': msg`Anything else`,
  answered: msg`Answered`,
  busy: msg`Busy`,
  closed: msg`Closed`,
  delivered: msg`Delivered`,
  done: msg`Done`,
  empty: msg`Empty`,
  error: msg`Error`,
  exceeded: msg`Too often`,
  failed: msg`Failed`,
  failure: msg`Failure`,
  full: msg`Full`,
  hangup: msg`Hung up`,
  hung_up: msg`Caller left`,
  invalid: msg`Invalid`,
  messages: msg`Messages`,
  no_agents: msg`Nobody there`,
  no_input: msg`No input`,
  no_match: msg`No match`,
  none: msg`None`,
  opened: msg`Opened`,
  override: msg`Exception`,
  played: msg`Played`,
  recorded: msg`Recorded`,
  refused: msg`Refused`,
  silent: msg`Silent`,
  timeout: msg`Timeout`,
  unanswered: msg`Unanswered`,
}

/** What people call an exit: "1 · Sales" for the key 1 of a menu, "Busy" for busy. */
export function outcomeName(outcome: string, node: FlowNode | undefined, translate: (message: MessageDescriptor) => string): string {
  const own = names[outcome]
  if (own) return translate(own)
  const colon = outcome.indexOf(':')
  if (colon < 0) return outcome.replaceAll('_', ' ')
  const family = outcome.slice(0, colon)
  const rest = outcome.slice(colon + 1)
  if (family === 'key' || family === 'escape') {
    const keys = node?.params?.[family === 'key' ? 'keys' : 'escapes'] as Record<string, unknown> | undefined
    const name = typeof keys === 'object' && keys !== null ? keys[rest] : undefined
    return typeof name === 'string' && name ? `${rest} · ${name}` : rest
  }
  return rest
}
