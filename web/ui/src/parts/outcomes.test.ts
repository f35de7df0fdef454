import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { colourOf, glyphs, sortOf } from './outcomes'

// docs/nodes.md is made from the node types.
const documented = [...readFileSync('../../docs/nodes.md', 'utf8').matchAll(/^\| outcome \|.*\n\|.*\n((?:\|.*\n)+)/gm)].flatMap(([, rows = '']) =>
  rows.split('\n').flatMap((row) => /^\| `([^`]+)`/.exec(row)?.[1] ?? []),
)

test('each outcome of each node type has a sort', () => {
  expect(documented.length).toBeGreaterThan(40)
  const choices = documented.filter((outcome) => sortOf(outcome) === 'choice')
  // Only what the author of a flow names is a choice.
  expect(choices.filter((outcome) => !/[:<]/.test(outcome))).toEqual([])
})

test('the sorts of a few', () => {
  expect(sortOf('answered')).toBe('success')
  expect(sortOf('key:1')).toBe('choice')
  expect(sortOf('override:Christmas')).toBe('closed')
  expect(sortOf('hung_up')).toBe('hungup')
  expect(sortOf('error')).toBe('failed')
  expect(sortOf('*')).toBe('nomatch')
  expect(sortOf('constructor')).toBe('choice')
  expect(colourOf('busy')).toBe('var(--outcome-busy)')
})

test('glyphs tell the sorts apart', () => {
  expect(new Set(Object.values(glyphs)).size).toBe(Object.keys(glyphs).length)
})
