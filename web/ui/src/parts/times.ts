import { useLingui } from '@lingui/react'
import { useMemo } from 'react'
import { useSession } from '@/api/session'

type When = string | Date

/** How times are written, in a language and a zone. */
export function timesIn(locale: string, timeZone: string) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options })
    return (when: When) => formatter.format(new Date(when))
  }
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })
  return {
    timeZone,
    /** 26 Nov 2026 */
    day: format({ day: 'numeric', month: 'short', year: 'numeric' }),
    /** 26 Nov 2026, 14:05 */
    dayTime: format({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    /** 14:05 */
    time: format({ hour: '2-digit', minute: '2-digit' }),
    /** 14:05:09 */
    second: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    /** 5 min. ago; a day and more ago the day. */
    ago(when: When, now = new Date()): string {
      const seconds = (new Date(when).getTime() - now.getTime()) / 1000
      if (Math.abs(seconds) < 60) return relative.format(0, 'second')
      if (Math.abs(seconds) < 3600) return relative.format(Math.trunc(seconds / 60), 'minute')
      if (Math.abs(seconds) < 86400) return relative.format(Math.trunc(seconds / 3600), 'hour')
      return this.day(when)
    },
  }
}

export type Times = ReturnType<typeof timesIn>

/** Times in the company's zone, as the reader's language writes them. */
export function useTimes(): Times {
  const { i18n } = useLingui()
  const { timezone } = useSession()
  return useMemo(() => timesIn(regional(i18n.locale), timezone), [i18n.locale, timezone])
}

/** The reader's own variety of the language, such as en-AU, which says how dates are written. */
function regional(language: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? (language === 'en' ? 'en-GB' : language)
}

/** 1:05, or 1:02:03 with hours: how long something lasted. */
export function lasted(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const two = (n: number) => String(n).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
