export const periods = ['today', 'week', 'month', 'own'] as const
export type PeriodName = (typeof periods)[number]

/** Days such as 2026-11-26, in the company's zone; `until` is the first that does not count. */
export type Days = { since?: string | undefined; until?: string | undefined }

const day = /^\d{4}-\d{2}-\d{2}$/

/** A day from the address; undefined for what is none. */
export const dayOf = (value: unknown): string | undefined => (typeof value === 'string' && day.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined)

export const todayIn = (timeZone: string, now = new Date()): string => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now)

export function daysBefore(date: string, days: number): string {
  const at = new Date(`${date}T12:00:00Z`)
  at.setUTCDate(at.getUTCDate() - days)
  return at.toISOString().slice(0, 10)
}

/** The days of a period that is chosen by its name, today being one of them. */
export function daysOf(period: PeriodName, own: Days, timeZone: string, now = new Date()): Days {
  const today = todayIn(timeZone, now)
  if (period === 'today') return { since: today }
  if (period === 'week') return { since: daysBefore(today, 6) }
  if (period === 'month') return { since: daysBefore(today, 29) }
  return own
}
