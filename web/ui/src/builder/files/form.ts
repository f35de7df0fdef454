/** Whose form a file can have, as POST /imports takes it. */
export const forms = ['callflow', 'scenario', 'twilio-studio', 'kazoo', 'openvbx'] as const
export type Form = (typeof forms)[number]

/** What a text seems to be; undefined when it looks like no flow at all. The server says what is wrong with it. */
export function formOf(text: string): Form | undefined {
  const given = parsed(text)
  if (typeof given === 'object' && given !== null) {
    const has = (key: string, within: unknown = given) => typeof within === 'object' && within !== null && key in within
    const { definition, flow, data } = given as Record<string, unknown>
    if (has('states') || has('states', definition)) return 'twilio-studio'
    if (has('module') || has('module', flow) || has('flow', data) || has('module', data)) return 'kazoo'
    if (has('nodes')) return 'callflow'
    if (has('actions')) return 'scenario'
    if (has('start', typeof data === 'string' ? parsed(data) : data) || has('type', (given as { start?: unknown }).start)) return 'openvbx'
    return undefined
  }
  // YAML, or JSON with a slip in it.
  if (/^nodes\s*:|^\s*"nodes"\s*:/m.test(text)) return 'callflow'
  if (/^actions\s*:/m.test(text)) return 'scenario'
  if (/^\s*"states"\s*:/m.test(text)) return 'twilio-studio'
  if (/"module"\s*:/.test(text)) return 'kazoo'
  return undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
