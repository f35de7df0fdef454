import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { Button } from '@/parts/Button'
import { free } from '@/parts/sound/names'
import { Preview } from '@/parts/sound/Preview'
import field from '../../form/Field.module.css'
import styles from './Sound.module.css'

type Props = {
  audio: Blob
  name: string
  taken: readonly string[]
  onKeep: (name: string, audio: Blob) => Promise<void>
  onDrop: () => void
}

/** An audio that was recorded or chosen: listen to it, name it, and put it in the library. */
export function NewAudio({ audio, name, taken, onKeep, onDrop }: Props) {
  const { t } = useLingui()
  const id = useId()
  const [text, setText] = useState(() => free(name, taken))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const refused = text.trim() === '' ? t`Write a name.` : taken.includes(text.trim()) ? t`“${text}” is in the library already: choose another name.` : undefined

  async function keep() {
    if (refused || busy) return
    setBusy(true)
    setError(undefined)
    try {
      await onKeep(text.trim(), audio)
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : t`It could not be kept.`)
      setBusy(false)
    }
  }

  return (
    <div className={styles.made} role="group" aria-label={t`New audio`}>
      {audio.size > 0 && <Preview sound={audio} label={t`What was recorded or chosen`} />}
      <label htmlFor={id} className={field.label}>
        {t`Name in the audio library`}
      </label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        className={field.control}
        value={text}
        aria-invalid={!!(refused ?? error) || undefined}
        aria-describedby={`${id}-said`}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && void keep()}
      />
      <p id={`${id}-said`} role="status" className={styles.problem}>
        {refused ?? error}
      </p>
      <div className={styles.tools}>
        <Button size="s" variant="primary" busy={busy} onClick={() => void keep()}>
          {t`Use it`}
        </Button>
        <Button size="s" variant="quiet" onClick={onDrop}>
          {t`Discard`}
        </Button>
      </div>
    </div>
  )
}
