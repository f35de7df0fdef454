import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Download, Pause, Play } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { address, api } from '@/api/client'
import { IconButton, buttonClass } from '@/parts/Button'
import { lasted } from '@/parts/times'
import styles from './Player.module.css'
import { useSeen } from './useSeen'
import { waveOf, type Peaks } from './wave'

type Props = {
  title: string
  /** Where its WAV file and its peaks are, below /api/v1. */
  sound: string
  peaks: string
  /** In seconds. */
  duration: number
  /** It was heard to its end. */
  onEnded?: () => unknown
}

const speeds = [1, 1.25, 1.5, 2, 0.75]

/** A recording with its waveform: click it, or use the arrow keys, to go to a place; space plays and pauses. */
export function Player({ title, sound, peaks, duration, onEnded }: Props) {
  const { t } = useLingui()
  const audio = useRef<HTMLAudioElement>(null)
  const [at, setAt] = useState(0)
  const [playing, setPlaying] = useState(false)
  const [speed, setSpeed] = useState(1)
  const [failed, setFailed] = useState(false)
  const frame = useRef<HTMLDivElement>(null)
  const seen = useSeen(frame)
  const wave = useQuery({ enabled: seen, queryKey: ['peaks', peaks], queryFn: ({ signal }) => api.get<Peaks>(peaks, { points: 400 }, signal), staleTime: Infinity })
  const length = wave.data?.duration_s ?? duration

  // The waveform moves with every frame while it plays; the element's own events come four times a second.
  useEffect(() => {
    if (!playing) return
    let frame = requestAnimationFrame(function follow() {
      if (audio.current) setAt(audio.current.currentTime)
      frame = requestAnimationFrame(follow)
    })
    return () => cancelAnimationFrame(frame)
  }, [playing])

  function toggle() {
    const element = audio.current
    if (!element) return
    if (element.paused) element.play().catch(() => setFailed(true))
    else element.pause()
  }

  function seek(to: number) {
    const place = Math.min(Math.max(0, to), length)
    if (audio.current) audio.current.currentTime = place
    setAt(place)
  }

  function onKey(event: KeyboardEvent) {
    const moves: Record<string, number> = { ArrowLeft: at - 5, ArrowRight: at + 5, ArrowDown: at - 1, ArrowUp: at + 1, PageDown: at - 30, PageUp: at + 30, Home: 0, End: length }
    const to = moves[event.key]
    if (to !== undefined) seek(to)
    else if (event.key === ' ') toggle()
    else return
    event.preventDefault()
  }

  function onPointer(event: PointerEvent<HTMLElement>) {
    if (event.type === 'pointermove' && !event.currentTarget.hasPointerCapture(event.pointerId)) return
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId)
    const { left, width } = event.currentTarget.getBoundingClientRect()
    seek(((event.clientX - left) / width) * length)
  }

  function faster() {
    const next = speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1
    setSpeed(next)
    if (audio.current) audio.current.playbackRate = next
  }

  return (
    <div ref={frame} className={styles.player} role="group" aria-label={title}>
      {/* Captions: what was said is in the transcript, where there is one. */}
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption */}
      <audio
        ref={audio}
        src={address(sound)}
        preload="none"
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => {
          setPlaying(false)
          void onEnded?.()
        }}
        onError={() => setFailed(true)}
      />
      <IconButton label={playing ? t`Pause` : t`Play`} variant="secondary" onClick={toggle} disabled={failed}>
        {playing ? <Pause size={18} aria-hidden /> : <Play size={18} aria-hidden />}
      </IconButton>
      <div className={styles.middle}>
        <div
          className={styles.wave}
          role="slider"
          tabIndex={0}
          aria-label={t`Place in ${title}`}
          aria-valuemin={0}
          aria-valuemax={Math.round(length)}
          aria-valuenow={Math.round(at)}
          aria-valuetext={t`${lasted(at)} of ${lasted(length)}`}
          onKeyDown={onKey}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
        >
          {wave.data && (
            <svg viewBox="0 0 400 100" preserveAspectRatio="none" aria-hidden>
              {waveOf(wave.data).map((path, channel) => (
                <path key={channel} d={path} className={channel === 0 ? styles.first : styles.second} />
              ))}
            </svg>
          )}
          <span className={styles.played} style={{ width: `${length > 0 ? (at / length) * 100 : 0}%` }} />
        </div>
        <div className={styles.below}>
          <span>{title}</span>
          <span className={styles.time}>
            {lasted(at)} / {lasted(length)}
          </span>
        </div>
        {(failed || wave.isError) && (
          <p role="alert" className={styles.failed}>
            {wave.error?.message ?? t`The recording cannot be played.`}
          </p>
        )}
      </div>
      <button type="button" className={buttonClass({ variant: 'quiet' }, styles.speed)} aria-label={t`Speed: ${speed}`} title={t`Speed`} onClick={faster}>
        {speed}×
      </button>
      <a className={buttonClass({ variant: 'quiet' }, styles.download)} href={address(sound, { save: true })} download aria-label={t`Download ${title}`} title={t`Download`}>
        <Download size={18} aria-hidden />
      </a>
    </div>
  )
}
