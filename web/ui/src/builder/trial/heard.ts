import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'

const alone: Record<string, MessageDescriptor> = {
  ringing: msg`ringing`,
  beep: msg`a beep`,
}

const withSomeone: [string, (who: string) => MessageDescriptor][] = [
  ['conversation with ', (who) => msg`a conversation with ${who}`],
  ['conference ', (who) => msg`the conference ${who}`],
  ['script ', (who) => msg`the script ${who}`],
]

/** What a party of a simulated call hears, as people say it; a sound or a text is its reference, such as audio:welcome. */
export function heardName(what: string, translate: (message: MessageDescriptor) => string): string {
  const own = alone[what]
  if (own) return translate(own)
  for (const [start, say] of withSomeone) if (what.startsWith(start)) return translate(say(what.slice(start.length)))
  return what
}
