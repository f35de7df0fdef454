/** The sorts of outcomes; each has a colour (--outcome-… of tokens.css) and a glyph, the same everywhere. */
export type OutcomeSort =
  | 'success'
  | 'choice'
  | 'unanswered'
  | 'busy'
  | 'timeout'
  | 'refused'
  | 'closed'
  | 'nomatch'
  | 'failed'
  | 'hungup'

const sorts = new Map<string, OutcomeSort>(Object.entries({
  answered: 'success',
  done: 'success',
  messages: 'success',
  opened: 'success',
  played: 'success',
  recorded: 'success',
  unanswered: 'unanswered',
  no_agents: 'unanswered',
  no_input: 'unanswered',
  busy: 'busy',
  full: 'busy',
  timeout: 'timeout',
  exceeded: 'timeout',
  refused: 'refused',
  invalid: 'refused',
  closed: 'closed',
  override: 'closed',
  no_match: 'nomatch',
  none: 'nomatch',
  empty: 'nomatch',
  silent: 'nomatch',
  failed: 'failed',
  failure: 'failed',
  error: 'failed',
  hung_up: 'hungup',
} satisfies Record<string, OutcomeSort>))

/** What sort an outcome is of: `answered`, `key:1`, `slot:open`, `*` … A flow's own outcomes are choices. */
export function sortOf(outcome: string): OutcomeSort {
  const [family = ''] = outcome.split(':', 1)
  if (family === '*') return 'nomatch'
  return sorts.get(family) ?? 'choice'
}

export const colourOf = (outcome: string): string => `var(--outcome-${sortOf(outcome)})`

/** A sign that tells the sorts apart without colour. */
export const glyphs: Record<OutcomeSort, string> = {
  success: '✓',
  choice: '›',
  unanswered: '∅',
  busy: '≡',
  timeout: '◷',
  refused: '⊘',
  closed: '◐',
  nomatch: '≠',
  failed: '!',
  hungup: '↓',
}
