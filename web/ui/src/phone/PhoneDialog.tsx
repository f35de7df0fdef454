import { Trans, useLingui } from '@lingui/react/macro'
import { Mic, MicOff, Phone, PhoneOff } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, path } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { call, type Account, type Line, type Progress, type Reason } from './line'
import styles from './PhoneDialog.module.css'

/** What POST /flows/{flow}/trials answers. */
type Trial = { dial: string; flow: string; revision: number; expires: string }

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

type Props = {
  flow: number
  /** Which revision; 0 is the newest one that is saved. */
  revision: number
  onClose: () => void
  /** The call is over and stands in the history under this number. */
  onEnded?: (dial: string) => void
}

/** A telephone in the page that calls one revision of a flow, live or not. */
export function PhoneDialog({ flow, revision, onClose, onEnded }: Props) {
  const { t } = useLingui()
  const [progress, setProgress] = useState<Progress | undefined>()
  const [trial, setTrial] = useState<Trial | undefined>()
  const [problem, setProblem] = useState<unknown>()
  const [muted, setMuted] = useState(false)
  const [pressed, setPressed] = useState('')
  const line = useRef<Line | undefined>(undefined)
  const busy = progress !== undefined && progress.state !== 'ended'

  const dial = useCallback(async () => {
    setProblem(undefined)
    setMuted(false)
    setPressed('')
    setProgress({ state: 'connecting' })
    try {
      const account = await api.get<Account>('/phone')
      const made = await api.post<Trial>(path`/flows/${flow}/trials`, { revision })
      setTrial(made)
      line.current = await call(account, made.dial, (now) => {
        setProgress(now)
        if (now.state === 'ended') onEnded?.(made.dial)
      })
    } catch (error) {
      setProgress(undefined)
      setProblem(error)
    }
  }, [flow, revision, onEnded])

  const press = useCallback((key: string) => {
    line.current?.press(key)
    setPressed((before) => (before + key).slice(-24))
  }, [])

  useEffect(() => () => line.current?.hangUp(), [])

  // The computer's keys are the telephone's, while the call goes on.
  useEffect(() => {
    if (progress?.state !== 'talking') return undefined
    const listen = (event: KeyboardEvent) => {
      if (keys.includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey) press(event.key)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [progress?.state, press])

  const reasons: Record<Reason, string> = {
    'hung-up': t`You hung up.`,
    left: t`The flow ended the call.`,
    'no-microphone': t`The browser gave no microphone. Allow it for this page, and call again.`,
    'no-line': t`Asterisk cannot be reached. Look at the page Health.`,
    refused: t`The call was refused.`,
    failed: t`The call failed.`,
  }
  return (
    <Dialog
      title={t`Call the flow`}
      description={t`A real call by your microphone: people are rung, messages are kept. In the history it is marked as a test.`}
      size="s"
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        busy ? (
          <>
            <Button
              aria-pressed={muted}
              icon={muted ? <MicOff size={16} aria-hidden /> : <Mic size={16} aria-hidden />}
              onClick={() => {
                line.current?.mute(!muted)
                setMuted(!muted)
              }}
            >
              {muted ? t`Unmute` : t`Mute`}
            </Button>
            <Button variant="danger" icon={<PhoneOff size={16} aria-hidden />} onClick={() => line.current?.hangUp()}>
              {t`Hang up`}
            </Button>
          </>
        ) : (
          <Button variant="primary" icon={<Phone size={16} aria-hidden />} onClick={() => void dial()}>
            {progress ? t`Call again` : t({ message: 'Call', context: 'what a button does' })}
          </Button>
        )
      }
    >
      {problem !== undefined && <ErrorBox error={problem} />}
      <p className={styles.status} role="status" aria-live="polite">
        {!progress && problem === undefined && (revision > 0 ? <Trans>Revision {revision}</Trans> : <Trans>The newest revision</Trans>)}
        {progress?.state === 'connecting' && <Trans>Connecting …</Trans>}
        {progress?.state === 'ringing' && <Trans>Calling …</Trans>}
        {progress?.state === 'talking' && (
          <>
            <Trans>Connected</Trans> <Clock since={progress.since} />
          </>
        )}
        {progress?.state === 'ended' && reasons[progress.reason]}
      </p>
      <p className={styles.pressed}>
        {pressed && <span className="sr-only">{t`Keys pressed`}</span>} {pressed}
      </p>
      <div className={styles.keypad} role="group" aria-label={t`Keypad`}>
        {keys.map((key) => (
          <Button key={key} className={styles.key} disabled={progress?.state !== 'talking'} onClick={() => press(key)}>
            {key}
          </Button>
        ))}
      </div>
      {trial && (
        <p className={styles.hint}>
          <Trans>
            Any other phone reaches it as <code>{trial.dial}</code> for ten minutes.
          </Trans>
        </p>
      )}
    </Dialog>
  )
}

/** Minutes and seconds since a moment. */
function Clock({ since }: { since: number }) {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const ticks = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(ticks)
  }, [])
  const seconds = Math.max(0, Math.round((now - since) / 1000))
  return <span className={styles.clock}>{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}</span>
}
