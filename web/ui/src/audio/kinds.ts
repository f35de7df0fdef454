import { useLingui } from '@lingui/react/macro'
import { kinds, type Kind } from './api'

/** What a kind of sound is called. */
export function useKindName(): (kind: Kind) => string {
  const { t } = useLingui()
  const names: Record<Kind, string> = { greeting: t`Greeting`, prompt: t`Prompt`, whisper: t`Whisper`, music: t`Music on hold`, invalid: t`After a wrong key` }
  return (kind) => names[kind]
}

/** The kinds for a list to choose from; the first is none of them. */
export function useKindChoices(none: string): { value: Kind | ''; label: string }[] {
  const nameOf = useKindName()
  return [{ value: '', label: none }, ...kinds.map((value) => ({ value, label: nameOf(value) }))]
}
