import { useLingui } from '@lingui/react/macro'
import { Badge, type Tone } from '@/parts/Badge'
import type { Call } from './call'

const tones: Record<Call['state'], Tone> = { active: 'info', answered: 'good', voicemail: 'accent', missed: 'bad' }

/** What became of a call, as people say it. */
export function CallState({ call }: { call: Pick<Call, 'state' | 'test'> }) {
  const { t } = useLingui()
  const words: Record<Call['state'], string> = { active: t`In progress`, answered: t`Answered`, voicemail: t`Voicemail`, missed: t`Missed` }
  return (
    <>
      <Badge tone={tones[call.state]}>{words[call.state] ?? call.state}</Badge> {call.test && <Badge>{t`Test`}</Badge>}
    </>
  )
}

/** How calls end, in words; the API's own word where it is a new one. */
export function useEndings(): Record<string, string> {
  const { t } = useLingui()
  return {
    active: t`In progress`,
    answered: t`Answered`,
    missed: t`Missed`,
    voicemail: t`Voicemail`,
    completed: t`Came to the flow's end`,
    hung_up: t`The caller hung up`,
    limit: t`A limit ended it`,
    error: t`An error ended it`,
    unknown: t`Number is not known`,
    unassigned: t`Number has no flow`,
    blocked: t`Caller is blocked`,
    lost: t`Lost in a restart`,
  }
}
