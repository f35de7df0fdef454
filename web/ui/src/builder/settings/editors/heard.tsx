import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { openChoiceField } from './ReferenceField'
import type { Suggestion } from './Suggestions'

/** Makes a field of what is heard meanwhile: ringing, music (also of a class), silence, or a sound. */
export function heardField(...kinds: readonly ('ring' | 'music' | 'silence' | 'sound')[]) {
  const words = () => ({ ring: i18n._(msg`Ringing`), music: i18n._(msg`Music`), silence: i18n._(msg`Silence`), sound: '' })
  const sound = kinds.includes('sound')
  return openChoiceField(
    () => [
      ...kinds.filter((kind) => kind !== 'sound').map((kind): Suggestion => ({ value: kind, label: words()[kind] })),
      { value: 'music:', label: i18n._(msg`Music of a class: music:…`) },
      ...(sound ? [{ value: 'audio:', label: i18n._(msg`An audio: audio:…, or a text to speak`) }] : []),
    ],
    (text) => (sound || text.startsWith('music:') ? text : `music:${text}`),
  )
}

/** Makes a field of the caller ID that is shown. */
export function callerIdField() {
  return openChoiceField(() => [
    { value: 'caller', label: i18n._(msg`The caller’s number`) },
    { value: 'number', label: i18n._(msg`The number that was called`) },
  ])
}
