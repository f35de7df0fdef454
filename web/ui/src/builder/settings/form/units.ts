import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** The unit of a number, by the end of its name. */
export type Unit = 's' | 'ms' | 'days' | undefined

export function unitOf(name: string | number | undefined): Unit {
  return (/_(s|ms|days)$/.exec(String(name ?? ''))?.[1] ?? undefined) as Unit
}

export function unitWord(unit: Unit): string | undefined {
  switch (unit) {
    case 's':
      return i18n._(msg`seconds`)
    case 'ms':
      return i18n._(msg`milliseconds`)
    case 'days':
      return i18n._(msg`days`)
    default:
      return undefined
  }
}

/** Long times as people say them: 5400 → 1 h 30 min; nothing for those that are told well enough in seconds. */
export function spoken(seconds: number): string | undefined {
  if (!Number.isFinite(seconds) || seconds < 60) return undefined
  const whole = Math.round(seconds)
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const
  return parts.flatMap(([count, unit]) => (count ? [`${count} ${unit}`] : [])).join(' ')
}

/**
 * Reads a number as people type it, with a decimal comma too, and a time as they say it when the unit is seconds: 90, "1,5", "2 min",
 * "1 h 30 min", "1:30". Undefined when it is none.
 */
export function readNumber(text: string, unit: Unit): number | undefined {
  const plain = text.trim().replace(',', '.')
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return Number(plain)
  if (unit !== 's') return undefined
  const clock = /^(\d+):([0-5]\d)(?::([0-5]\d))?$/.exec(plain)
  if (clock) {
    const [, a = '', b = '', c] = clock
    return c === undefined ? Number(a) * 60 + Number(b) : Number(a) * 3600 + Number(b) * 60 + Number(c)
  }
  const sizes: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }
  if (!/^(\s*\d+(\.\d+)?\s*(d|h|m|s)[a-z]*)+\s*$/i.test(plain)) return undefined
  return [...plain.matchAll(/(\d+(?:\.\d+)?)\s*([dhms])/gi)].reduce((sum, [, count = '', size = '']) => sum + Number(count) * (sizes[size.toLowerCase()] ?? 0), 0)
}
