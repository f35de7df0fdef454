import { useLingui } from '@lingui/react/macro'
import { Badge, type Tone } from '@/parts/Badge'
import type { State } from './api'

/** What kinds of letters are called. */
export function useKinds(): Record<string, string> {
  const { t } = useLingui()
  return { mail: t`Mail`, webhook: t`Web request`, text: t({ message: 'Text', context: 'a message to a telephone' }), transcript: t`Transcript` }
}

export function useStates(): Record<State, string> {
  const { t } = useLingui()
  return { waiting: t({ message: 'Waiting', context: 'of a letter' }), sending: t`Being sent`, sent: t`Sent`, dead: t`Not delivered` }
}

const tones: Record<State, Tone> = { waiting: 'info', sending: 'accent', sent: 'good', dead: 'bad' }

export function LetterState({ state }: { state: State }) {
  const states = useStates()
  return <Badge tone={tones[state]}>{states[state]}</Badge>
}
