import { Trans, useLingui } from '@lingui/react/macro'
import { Flag, Mail, MailOpen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '@/parts/Badge'
import { Button } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextArea } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { Player } from '@/parts/sound/Player'
import { lasted, useTimes } from '@/parts/times'
import { messages, type Base, type Message } from './api'
import styles from './Voicemail.module.css'

type Props = { base: Base; message: Message; may: boolean; changed: () => Promise<unknown>; remove: () => void }

export function MessageCard({ base, message, may, changed, remove }: Props) {
  const { t } = useLingui()
  const times = useTimes()
  const [note, setNote] = useState(message.note)
  const [error, setError] = useState<unknown>()
  const { recording, id } = message
  const caller = recording.caller || t`Hidden number`
  const unread = !message.heard
  const underWay = message.transcript_state === 'waiting' || message.transcript_state === 'working'

  async function act(what: () => Promise<unknown>) {
    setError(undefined)
    try {
      await what()
      await changed()
    } catch (problem) {
      setError(problem)
    }
  }

  return (
    <article className={styles.message} aria-label={t`Message from ${caller}`}>
      <header className={layout.row}>
        <h2 className={unread ? styles.unread : styles.read}>
          <bdi>{caller}</bdi>
        </h2>
        {unread && <Badge tone="accent">{t`New`}</Badge>}
        {message.flagged && <Badge tone="warn" icon={<Flag size={13} aria-hidden />}>{t`Flagged`}</Badge>}
        <span className={layout.soft}>
          {message.box} · {times.dayTime(recording.started)} · {lasted(recording.duration_s)}
        </span>
      </header>
      <p className={layout.soft}>{message.reason}</p>
      <Player
        title={t`Message from ${caller}`}
        sound={`${base}/${id}/sound`}
        peaks={`${base}/${id}/peaks`}
        duration={recording.duration_s}
        onEnded={() => may && unread && void act(() => messages.mark(base, id, { heard: true }))}
      />
      {message.transcript && <blockquote dir="auto" className={styles.transcript}>{message.transcript}</blockquote>}
      {underWay && <p role="status" className={layout.soft}>{t`It is being turned into text.`}</p>}
      {message.transcript_state === 'failed' && <p className={layout.soft}><Trans>It could not be turned into text: {message.transcript_error}</Trans></p>}
      {may && (
        <TextArea label={t`Note`} rows={1} maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} onBlur={() => note !== message.note && void act(() => messages.mark(base, id, { note }))} hint={note !== message.note ? t`It is saved when you leave the field.` : undefined} dir="auto" />
      )}
      {!may && message.note && <p dir="auto">{message.note}</p>}
      <ErrorBox error={error} />
      {may && (
        <div className={layout.row}>
          <Button size="s" icon={unread ? <MailOpen size={16} aria-hidden /> : <Mail size={16} aria-hidden />} onClick={() => void act(() => messages.mark(base, id, { heard: unread }))}>
            {unread ? t`Mark as heard` : t`Mark as unread`}
          </Button>
          <Button size="s" aria-pressed={message.flagged} icon={<Flag size={16} aria-hidden />} onClick={() => void act(() => messages.mark(base, id, { flagged: !message.flagged }))}>{t`Flag`}</Button>
          {!underWay && message.transcript_state !== 'done' && (
            <Button size="s" onClick={() => void act(() => messages.transcribe(base, id))}>
              {message.transcript_state === 'failed' ? t`Try the text again` : t`Turn into text`}
            </Button>
          )}
          <Button size="s" icon={<Trash2 size={16} aria-hidden />} onClick={remove}>{t`Remove`}</Button>
        </div>
      )}
    </article>
  )
}
