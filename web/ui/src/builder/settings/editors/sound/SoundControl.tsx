import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { AudioLines, Play, Square, TypeIcon, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/parts/Button'
import { audioName, nameOfFile, soundFiles } from '@/parts/sound/names'
import { RecordButton, useRecorderProblem } from '@/parts/sound/RecordButton'
import { usePlayer } from '@/parts/sound/usePlayer'
import { useRecorder } from '@/parts/sound/useRecorder'
import { Spinner } from '@/parts/Spinner'
import type { Wiring } from '../../form/FieldFrame'
import { useForm } from '../../form/FormContext'
import { Combo } from '../Combo'
import { suggestionOf } from '../ReferenceField'
import { TemplateInput } from '../TemplateInput'
import { useChoices } from '../useChoices'
import { NewAudio } from './NewAudio'
import { example, kindOfSound, readSound, type SoundKind } from './soundKind'
import styles from './Sound.module.css'

type Props = {
  wiring: Wiring
  label: string
  value: string | undefined
  /** What is heard when nothing is set. */
  fallback: string | undefined
  onChange: (value: string | undefined, typing?: string) => void
}

/** What somebody hears: an audio, which can be played, uploaded and recorded here, or a text that is spoken. */
export function SoundControl({ wiring, label, value, fallback, onChange }: Props) {
  const { t } = useLingui()
  const form = useForm()
  const queries = useQueryClient()
  const choices = useChoices(['audio'])
  const [asked, setAsked] = useState<SoundKind>()
  const [made, setMade] = useState<Blob>()
  const file = useRef<HTMLInputElement>(null)
  const player = usePlayer()
  const recorder = useRecorder(setMade)
  const kind = kindOfSound(value) ?? asked ?? kindOfSound(fallback) ?? 'text'
  const heard = value ?? fallback
  const chosen = choices.find((one) => one.ref === value)
  const playable = heard !== undefined && (kindOfSound(heard) === 'text' || heard.startsWith('audio:'))
  const refused = useRecorderProblem(recorder)
  const problem = player.problem ?? refused

  function choose(next: SoundKind) {
    player.stop()
    setAsked(next)
    // What was there is another kind of thing; undo brings it back.
    if (value !== undefined && kindOfSound(value) !== next) onChange(undefined)
  }

  async function keep(name: string, audio: Blob) {
    const choice = await form.references.upload(name, audio)
    setMade(undefined)
    onChange(choice.ref)
    await queries.invalidateQueries({ queryKey: ['references', 'audio'] })
  }

  return (
    <div className={styles.sound}>
      <div className={styles.kinds} role="radiogroup" aria-label={t`Kind of ${label}`}>
        <Kind kind="audio" chosen={kind} readOnly={form.readOnly} onChoose={choose} />
        <Kind kind="text" chosen={kind} readOnly={form.readOnly} onChoose={choose} />
      </div>
      {kind === 'audio' ? (
        <Combo
          {...wiring}
          label={label}
          value={value ?? ''}
          shown={chosen ? chosen.label || chosen.name : (value ?? '')}
          items={choices.map((one) => suggestionOf(one, undefined))}
          placeholder={fallback ?? t`Choose an audio`}
          readOnly={form.readOnly}
          onChoose={(ref) => onChange(ref || undefined)}
          read={readSound}
        />
      ) : (
        <TemplateInput {...wiring} language="template" multiline value={value ?? ''} placeholder={fallback ?? t`Text to speak`} onChange={(text, typing) => onChange(text || undefined, typing)} />
      )}
      <div className={styles.tools}>
        {playable && (
          <Button
            size="s"
            variant="quiet"
            icon={player.state === 'playing' ? <Square size={14} aria-hidden /> : player.state === 'loading' ? <Spinner /> : <Play size={14} aria-hidden />}
            onClick={() => {
              if (player.state !== 'idle') return player.stop()
              if (heard.startsWith('audio:')) return player.play(form.references.audioUrl(heard.slice('audio:'.length)))
              player.play((signal) => form.references.speak(example(heard), signal))
            }}
          >
            {player.state === 'playing' ? t`Stop` : kindOfSound(heard) === 'text' ? t`Speak` : t`Play`}
          </Button>
        )}
        {kind === 'audio' && !form.readOnly && (
          <>
            <Button size="s" variant="quiet" icon={<Upload size={14} aria-hidden />} onClick={() => file.current?.click()}>
              {t`Upload`}
            </Button>
            <input
              ref={file}
              type="file"
              hidden
              accept={soundFiles}
              aria-label={t`Audio file`}
              onChange={(event) => {
                setMade(event.target.files?.[0])
                event.target.value = ''
              }}
            />
            <RecordButton recorder={recorder} size="s" variant="quiet" />
          </>
        )}
      </div>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {made && <NewAudio audio={made} name={made instanceof File ? nameOfFile(made) : audioName(`${form.node.label ?? form.nodeId} ${label}`)} taken={choices.map((one) => one.name)} onKeep={keep} onDrop={() => setMade(undefined)} />}
    </div>
  )
}

function Kind({ kind, chosen, readOnly, onChoose }: { kind: SoundKind; chosen: SoundKind; readOnly: boolean; onChoose: (kind: SoundKind) => void }) {
  const { t } = useLingui()
  const Icon = kind === 'audio' ? AudioLines : TypeIcon
  return (
    <label className={styles.kind}>
      <input type="radio" className="sr-only" checked={chosen === kind} disabled={readOnly} onChange={() => onChoose(kind)} />
      <Icon size={14} aria-hidden />
      {kind === 'audio' ? t`Audio` : t`Text to speak`}
    </label>
  )
}
