import { useLingui } from '@lingui/react/macro'
import { Mic, Square } from 'lucide-react'
import type { CSSProperties } from 'react'
import { Button, type ButtonLook } from '@/parts/Button'
import styles from './RecordButton.module.css'
import type { Recorder } from './useRecorder'

/** Begins to record, shows how loud it is, and ends it. */
export function RecordButton({ recorder, ...look }: { recorder: Recorder } & ButtonLook) {
  const { t } = useLingui()
  const iconSize = look.size === 's' ? 14 : 16
  if (recorder.state !== 'recording') {
    return (
      <Button {...look} busy={recorder.state !== 'idle'} icon={<Mic size={iconSize} aria-hidden />} onClick={() => void recorder.start()}>
        {t`Record`}
      </Button>
    )
  }
  return (
    <>
      <Button {...look} variant="danger" icon={<Square size={iconSize} aria-hidden />} onClick={recorder.stop}>
        {t`Stop recording (${Math.floor(recorder.seconds)} s)`}
      </Button>
      <span className={styles.meter} style={{ '--level': recorder.level } as CSSProperties} aria-hidden />
    </>
  )
}

/** Why there is no recording, in words. */
export function useRecorderProblem({ problem }: Recorder): string | undefined {
  const { t } = useLingui()
  const words = {
    refused: t`The browser may not use the microphone: allow it, and try again.`,
    none: t`There is no microphone.`,
    failed: t`The recording cannot be read: try again.`,
  }
  return problem && words[problem]
}
