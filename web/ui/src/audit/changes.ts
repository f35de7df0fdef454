/** One thing that is other than before; undefined where there was, or is, none. */
export type Change = { field: string; before: string | undefined; after: string | undefined }

const isThing = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

function text(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What differs between two versions of a thing, field by field; fields within fields have a dot between. */
export function changesOf(before: unknown, after: unknown, at = ''): Change[] {
  if (isThing(before) || isThing(after)) {
    const [old, now] = [isThing(before) ? before : {}, isThing(after) ? after : {}]
    const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])]
    return fields.flatMap((field) => changesOf(old[field], now[field], at === '' ? field : `${at}.${field}`))
  }
  const [was, is] = [text(before), text(after)]
  return was === is ? [] : [{ field: at, before: was, after: is }]
}
