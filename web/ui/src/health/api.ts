import { queryOptions } from '@tanstack/react-query'
import { api } from '@/api/client'

export type CheckState = 'ok' | 'warn' | 'fail'
/** What one look found. `part` says what was looked at, in every language the same; `what` is for people. */
export type Check = { state: CheckState; part: string; what: string; found: string; do?: string }

/** What runs, and how full it is. */
export type System = {
  version: string
  started: string
  schema: number
  sqlite: string
  asterisk?: string
  connected: boolean
  transport: string
  calls: number
  pages: number
  database_bytes: number
  disk_free_bytes: number
  disk_total_bytes: number
  letters_waiting: number
  letters_dead: number
}

export type Health = { items: Check[]; looked: string; system: System }

export const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => api.get<Health>('/health', {}, signal),
  // The server looks once in ten seconds however often it is asked.
  staleTime: 10_000,
  refetchInterval: 30_000,
})

const worst: CheckState[] = ['fail', 'warn', 'ok']

/** What fails first, then what is worth a look; else as the server has them. */
export const byUrgency = (checks: readonly Check[]): Check[] => checks.toSorted((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state))

/** 1.5 GB, in the reader's language; a thousand of each makes the next. */
export function bytesText(bytes: number, locale: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const
  const step = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step], unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 }).format(value)
}
