import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'

/** The days of the week in the language of the page, from Monday on. */
export function useDayWords(): { short: string[]; long: string[] } {
  const { i18n } = useLingui()
  return useMemo(() => {
    const words = (weekday: 'short' | 'long') => {
      const format = new Intl.DateTimeFormat(i18n.locale, { weekday, timeZone: 'UTC' })
      // 1 January 2024 was a Monday.
      return Array.from({ length: 7 }, (_, day) => format.format(Date.UTC(2024, 0, 1 + day)))
    }
    return { short: words('short'), long: words('long') }
  }, [i18n.locale])
}
