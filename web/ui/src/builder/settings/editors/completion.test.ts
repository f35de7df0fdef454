import { describe, expect, test } from 'vitest'
import { complete, flawOfExpression, flawOfTemplate, spotInExpression, spotInTemplate } from './completion'

/** A text with | where the caret is. */
const caret = (text: string) => [text.replace('|', ''), text.indexOf('|')] as const

describe('the spot', () => {
  test.each([
    ['a {{ call|', 'call'],
    ['a {{ caller.n|umber }}', 'caller.n'],
    ['a {{ |', ''],
    ['{{a}} {{ b|', 'b'],
    ['{{ nodes["ma|', 'nodes["ma'],
    ['{{ nodes["main-menu"].di|', 'di'],
  ])('in %s is “%s”', (text, word) => expect(spotInTemplate(...caret(text), false)?.word).toBe(word))

  test.each(['a call|', '{{ a }} b|', '{{ "te|', '{|', '$call|'])('in %s there is none', (text) => expect(spotInTemplate(...caret(text), false)).toBeUndefined())

  test('a name of a mail begins with $', () => expect(spotInTemplate(...caret('from $ca|'), true)).toMatchObject({ word: '$ca', kind: 'name' }))
  test('in an expression', () => expect(spotInExpression(...caret('vip && caller.|'))?.word).toBe('caller.'))
})

describe('completing', () => {
  const filled = (text: string, value: string) => {
    const [plain, at] = caret(text)
    const spot = spotInTemplate(plain, at, true)
    if (!spot) throw new Error('there is no spot')
    const next = complete(plain, spot, value, true)
    return `${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`
  }
  test.each([
    ['a {{ cal|', 'caller.number', 'a {{ caller.number }}|'],
    ['a {{cal|', 'caller.number', 'a {{ caller.number }}|'],
    ['a {{ cal| }} b', 'caller.number', 'a {{ caller.number| }} b'],
    ['a {{ cal| b {{ c }}', 'caller.number', 'a {{ caller.number }}| b {{ c }}'],
    ['$ca| b', '$callerid', '$callerid| b'],
  ])('%s with %s is %s', (text, value, expected) => expect(filled(text, value)).toBe(expected))
})

describe('flaws', () => {
  test.each(['1 + 2', 'a["b)"]', "'it\\'s'", '{"a": [1, (2)]}', '`raw \\`'])('%s has none', (text) => expect(flawOfExpression(text)).toBeUndefined())
  test.each([
    ['(1', 'unclosed'],
    ['1)', 'unopened'],
    ['[1)', 'unopened'],
    ['"a', 'quote'],
    [' ', 'empty'],
  ])('%s: %s', (text, flaw) => expect(flawOfExpression(text)?.flaw).toBe(flaw))
  test('each expression of a text is looked at', () => {
    expect(flawOfTemplate('{{ a }} {{ (b }}')?.flaw).toBe('unclosed')
    expect(flawOfTemplate('{{ }}')?.flaw).toBe('empty')
    expect(flawOfTemplate('{{ a')?.flaw).toBe('template')
    expect(flawOfTemplate('a } { b')).toBeUndefined()
  })
})
