import type { Trial } from '@/calls/simulation'
import type { FlowDocument } from '../model/document'

/** How a call is tried, as the form has it. */
export type Script = {
  start: string
  caller: string
  at: string
  digits: string
  answers: Record<string, string>
  hangup: string
  speech: string
  /** What the form does not show and the call has nevertheless. */
  rest: Pick<Trial, 'caller_name' | 'endpoint' | 'number' | 'timezone' | 'test'>
}

export const emptyScript: Script = { start: '', caller: '', at: '', digits: '', answers: {}, hangup: '', speech: '', rest: {} }

export function trialOf(document: FlowDocument, script: Script): Trial {
  const { layout: _layout, ...content } = document
  const hangup = Number(script.hangup)
  return {
    document: content,
    ...script.rest,
    ...(script.start && { start: script.start }),
    ...(script.caller && { caller: script.caller }),
    ...(script.at && { at: script.at.replace('T', ' ') }),
    ...(script.digits && { digits: script.digits }),
    ...(Object.keys(script.answers).length > 0 && { answers: script.answers }),
    ...(script.hangup && Number.isFinite(hangup) && { hangup_s: hangup }),
    ...(script.speech && { speech: script.speech }),
  }
}

export const scriptOf = ({ document: _document, start, caller, at, digits, answers, hangup_s: hangup, speech, ...rest }: Partial<Trial>): Script => ({
  start: start ?? '',
  caller: caller ?? '',
  at: at?.replace(' ', 'T') ?? '',
  digits: digits ?? '',
  answers: answers ?? {},
  hangup: hangup ? String(hangup) : '',
  speech: speech ?? '',
  rest,
})
