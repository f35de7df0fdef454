import type { Cap, Limits } from './api'

/** What is counted, in the order in which it is shown. */
export const counts = ['calls_hour', 'concurrent', 'minutes_day', 'texts_hour'] as const
export type Count = (typeof counts)[number]

/** The limits as a form has them: an empty number is no limit, a prefix stands on a line. */
export type Draft = Record<Count | 'allowed' | 'forbidden' | 'alert', string>

export const fields = [...counts, 'allowed', 'forbidden', 'alert'] as const

export const draftOf = (cap: Limits): Draft => ({
  ...(Object.fromEntries(counts.map((name) => [name, cap[name] < 0 ? '' : String(cap[name])])) as Record<Count, string>),
  allowed: cap.allowed.join('\n'),
  forbidden: cap.forbidden.join('\n'),
  alert: cap.alert ?? '',
})

/** What differs, to be sent: what another has changed meanwhile stays. What is no number goes as -2, which is refused at its field. */
export function changeOf(draft: Draft, before: Draft): Partial<Limits> {
  const change: Partial<Limits> = {}
  const changed = (name: keyof Draft) => draft[name].trim() !== before[name].trim()
  for (const name of counts) if (changed(name)) change[name] = numberOf(draft[name])
  for (const name of ['allowed', 'forbidden'] as const) if (changed(name)) change[name] = linesOf(draft[name])
  if (changed('alert')) change.alert = draft.alert.trim()
  return change
}

function numberOf(text: string): number {
  if (text.trim() === '') return -1
  const number = Number(text)
  return Number.isSafeInteger(number) && number >= 0 ? number : -2
}

/** Prefixes are parted by lines, commas or semicolons; spaces within one are for people. */
export const linesOf = (text: string): string[] => text.split(/[\n,;]/).map((line) => line.trim()).filter((line) => line !== '')

/** How much of a limit is used, 0 to 1; undefined when there is none. */
export function usedOf(cap: Cap, name: Count): number | undefined {
  if (cap[name] < 0) return undefined
  return cap[name] === 0 ? 1 : Math.min(1, cap.used[name] / cap[name])
}
