/** What is being written at the caret, and may be completed. */
export type Spot = {
  /** Where the word begins and ends. */
  from: number
  to: number
  word: string
  /** An expression's variable, or a name such as $callerid of a mail. */
  kind: 'variable' | 'name'
}

const tail = /[A-Za-z_][\w.]*$|nodes\["[^"\]]*$/
const rest = /^[\w.]*/

/** The spot of a caret in an expression. */
export function spotInExpression(text: string, caret: number): Spot | undefined {
  const before = text.slice(0, caret)
  // Within quotes everything is text, except in nodes["…
  const word = tail.exec(before)?.[0] ?? ''
  if (!word.startsWith('nodes[') && insideQuotes(before)) return undefined
  return { from: caret - word.length, to: caret + (rest.exec(text.slice(caret))?.[0].length ?? 0), word, kind: 'variable' }
}

/** The spot of a caret in a text with {{ expressions }}, and with names when it is of a mail. */
export function spotInTemplate(text: string, caret: number, names: boolean): Spot | undefined {
  const open = text.lastIndexOf('{{', caret - 1)
  if (open >= 0 && open + 2 <= caret && !text.slice(open + 2, caret).includes('}}')) {
    const end = text.indexOf('}}', caret)
    const inner = spotInExpression(text.slice(open + 2, end < 0 ? undefined : end), caret - open - 2)
    return inner && { ...inner, from: inner.from + open + 2, to: inner.to + open + 2 }
  }
  const name = names ? /\$[a-z]*$/.exec(text.slice(0, caret))?.[0] : undefined
  return name === undefined ? undefined : { from: caret - name.length, to: caret + (/^[a-z]*/.exec(text.slice(caret))?.[0].length ?? 0), word: name, kind: 'name' }
}

/** The text with the spot filled in, closed by }} where that is missing, and where the caret is then. */
export function complete(text: string, spot: Spot, value: string, template: boolean): { text: string; caret: number } {
  const after = text.slice(spot.to)
  const open = template && spot.kind === 'variable' && !/^[^{]*\}\}/s.test(after)
  const before = text.slice(0, spot.from)
  const lead = open && before.endsWith('{{') ? ' ' : ''
  const filled = before + lead + value + (open ? ' }}' : '')
  return { text: filled + after, caret: filled.length }
}

function insideQuotes(text: string): boolean {
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (quote && c === '\\') i++
    else if (quote === c) quote = ''
    else if (!quote && (c === '"' || c === "'" || c === '`')) quote = c
  }
  return quote !== ''
}

export type Flaw = 'quote' | 'unclosed' | 'unopened' | 'template' | 'empty'

/** What is plainly wrong with an expression; the server's check reads it in full. */
export function flawOfExpression(text: string): { flaw: Flaw; what: string } | undefined {
  if (text.trim() === '') return { flaw: 'empty', what: '' }
  const pairs: Record<string, string> = { ')': '(', ']': '[', '}': '{' }
  const open: string[] = []
  let quote = ''
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i)
    if (quote) {
      if (c === '\\' && quote !== '`') i++
      else if (c === quote) quote = ''
    } else if (c === '"' || c === "'" || c === '`') quote = c
    else if ('([{'.includes(c)) open.push(c)
    else if (pairs[c] && open.pop() !== pairs[c]) return { flaw: 'unopened', what: c }
  }
  if (quote) return { flaw: 'quote', what: quote }
  const last = open.at(-1)
  return last ? { flaw: 'unclosed', what: last } : undefined
}

/** The same for each {{ expression }} of a text. */
export function flawOfTemplate(text: string): { flaw: Flaw; what: string } | undefined {
  for (let at = text.indexOf('{{'); at >= 0; at = text.indexOf('{{', at)) {
    const end = text.indexOf('}}', at)
    if (end < 0) return { flaw: 'template', what: '{{' }
    const found = flawOfExpression(text.slice(at + 2, end))
    if (found) return found
    at = end + 2
  }
  return undefined
}
