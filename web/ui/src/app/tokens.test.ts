import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync('src/tokens.css', 'utf8')
const colours = new Map(
  [...css.matchAll(/--([\w-]+):\s*light-dark\((#[\da-f]{6}),\s*(#[\da-f]{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]),
)

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['page', 'surface', 'raised', 'sunken', 'hover']
const outcomes = [...colours.keys()].filter((name) => name?.startsWith('outcome-'))

// WCAG 1.4.3: text 4.5:1; 1.4.11: edges of controls and marks 3:1.
const pairs: [string, string, number][] = [
  ...['text', 'text-soft', 'text-faint', 'accent-text', 'bad-text'].flatMap((text) => grounds.map((on): [string, string, number] => [text, on, 4.5])),
  ...['good', 'warn', 'bad', 'info', 'accent'].map((tone): [string, string, number] => [`${tone}-text`, `${tone}-soft`, 4.5]),
  ['text-soft', 'neutral-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-bad', 'bad', 4.5],
  ['on-bad', 'bad-text', 4.5],
  ...['line-strong', 'focus', 'accent', 'good', 'warn', 'bad', 'info', ...(outcomes as string[])].flatMap((mark) =>
    ['page', 'surface', 'raised'].map((on): [string, string, number] => [mark, on, 3]),
  ),
]

test.each(pairs)('%s on %s has a contrast of %d or more', (one, other, least) => {
  for (const theme of ['light', 'dark'] as const) {
    const [a, b] = [colours.get(one)?.[theme], colours.get(other)?.[theme]]
    if (!a || !b) throw new Error(`tokens.css has no ${a ? other : one}`)
    expect(contrast(a, b), `${theme}: ${a} on ${b}`).toBeGreaterThanOrEqual(least)
  }
})

test('outcomes of different sorts have different colours', () => {
  expect(outcomes).toHaveLength(10)
  for (const theme of ['light', 'dark'] as const) {
    expect(new Set(outcomes.map((name) => colours.get(name)?.[theme])).size).toBe(outcomes.length)
  }
})
