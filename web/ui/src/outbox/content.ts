/** What a letter says, as lines for people, and the rest of it. */
export type Reading = { facts: [name: 'subject' | 'method' | 'event' | 'from' | 'cc' | 'bcc', value: string][]; text: string }

const listed = (value: unknown): string => (Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(', ') : typeof value === 'string' ? value : '')

/** Reads the content of a letter; what is not known of is shown as it is. */
export function readingOf(kind: string, content: Record<string, unknown> | null): Reading {
  if (!content) return { facts: [], text: '' }
  const fact = (name: Reading['facts'][number][0]): Reading['facts'] => {
    const value = listed(content[name])
    return value === '' ? [] : [[name, value]]
  }
  switch (kind) {
    case 'mail':
      return { facts: [...fact('subject'), ...fact('cc'), ...fact('bcc')], text: listed(content.body) }
    case 'text':
      return { facts: fact('from'), text: listed(content.text) }
    case 'webhook':
      return { facts: [...fact('method'), ...fact('event')], text: indented(listed(content.body)) }
    default:
      return { facts: [], text: JSON.stringify(content, null, 2) }
  }
}

/** JSON with its lines; other text as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
