import type { Hour } from './summary'

export type Bar = { hour: number; calls: number; missed: number }

/** All 24 hours of a day on the clock of a zone; where the clock is put back, both hours of one name are added. */
export function dayOfHours(hours: readonly Hour[], timeZone: string): Bar[] {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' })
  const day = Array.from({ length: 24 }, (_, hour): Bar => ({ hour, calls: 0, missed: 0 }))
  for (const { hour, calls, missed } of hours) {
    const bar = day[Number(clock.format(new Date(hour)))]
    if (!bar) continue
    bar.calls += calls
    bar.missed += missed
  }
  return day
}
