import { Trans, useLingui } from '@lingui/react/macro'
import { Play, Square } from 'lucide-react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { TextArea } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { Segmented } from '@/parts/Segmented'
import { DropZone } from './DropZone'
import { hear } from './hear'
import { Preview } from './Preview'
import { RecordButton, useRecorderProblem } from './RecordButton'
import type { Source } from './source'
import styles from './SoundSource.module.css'
import { usePlayer } from './usePlayer'
import { useRecorder } from './useRecorder'

type Props = {
  source: Source
  onSource: (source: Source) => void
  /** Why it was refused. */
  error?: string | undefined
  /** How much of the file was sent, 0 to 1, while it is. */
  progress?: number | undefined
}

/** A new sound: a file, a recording from the microphone, or a text that is spoken. Each can be listened to before it is kept. */
export function SoundSource({ source, onSource, error, progress }: Props) {
  const { t } = useLingui()
  const recorder = useRecorder((file) => onSource({ way: 'record', file }))
  const player = usePlayer()
  const mayHear = useMay('flows')
  const problem = useRecorderProblem(recorder) ?? player.problem ?? (source.way === 'text' ? undefined : error)
  const file = source.way === 'text' ? undefined : source.file

  return (
    <div className={layout.fields}>
      <Segmented
        label={t`Where it comes from`}
        value={source.way}
        onValue={(way) => {
          player.stop()
          onSource(way === 'text' ? { way, text: '' } : { way })
        }}
        choices={[
          { value: 'file', label: t`A file` },
          { value: 'record', label: t`The microphone` },
          { value: 'text', label: t`A spoken text` },
        ]}
      />
      {source.way === 'file' && <DropZone onFiles={([chosen]) => onSource({ way: 'file', file: chosen })} />}
      {source.way === 'record' && (
        <div className={layout.row}>
          <RecordButton recorder={recorder} />
          <span className={layout.soft}>
            {source.file ? <Trans>Record again to replace it.</Trans> : <Trans>Speak when the bar moves; five minutes at most.</Trans>}
          </span>
        </div>
      )}
      {file && (
        <>
          {file instanceof File && <bdi className={styles.name}>{file.name}</bdi>}
          {file.size > 0 && <Preview sound={file} label={t`What was recorded or chosen`} />}
        </>
      )}
      {source.way === 'text' && (
        <>
          <TextArea label={t`Text`} name="text" rows={3} maxLength={4000} value={source.text} onChange={(event) => onSource({ way: 'text', text: event.target.value })} error={error} hint={t`It is spoken in the company’s language.`} dir="auto" />
          {mayHear && (
            <div>
              <Button
                size="s"
                busy={player.state === 'loading'}
                disabled={source.text.trim() === ''}
                icon={player.state === 'playing' ? <Square size={14} aria-hidden /> : <Play size={14} aria-hidden />}
                onClick={() => (player.state === 'playing' ? player.stop() : player.play((signal) => hear(source.text, signal)))}
              >
                {player.state === 'playing' ? t`Stop` : t`Listen`}
              </Button>
            </div>
          )}
        </>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {progress !== undefined && <progress className={styles.progress} value={progress} aria-label={t`Sent so far`} />}
    </div>
  )
}
