import { useLingui } from '@lingui/react/macro'
import { useCallback, useEffect, useRef, useState } from 'react'

export type Player = {
  state: 'idle' | 'loading' | 'playing'
  problem: string | undefined
  /** Plays what stands at an address, or what has to be made first. */
  play: (source: string | ((signal: AbortSignal) => Promise<Blob>)) => void
  stop: () => void
}

/** Plays one sound at a time, and none after the field is gone. */
export function usePlayer(): Player {
  const { t } = useLingui()
  const [state, setState] = useState<Player['state']>('idle')
  const [problem, setProblem] = useState<string>()
  const now = useRef<{ audio: HTMLAudioElement; wait: AbortController; made?: string }>(undefined)

  const stop = useCallback(() => {
    const playing = now.current
    if (!playing) return
    now.current = undefined
    playing.wait.abort()
    playing.audio.pause()
    if (playing.made) URL.revokeObjectURL(playing.made)
    setState('idle')
  }, [])
  useEffect(() => stop, [stop])

  function play(source: Parameters<Player['play']>[0]) {
    stop()
    const mine = { audio: new Audio(), wait: new AbortController(), made: undefined as string | undefined }
    now.current = mine as typeof now.current
    setProblem(undefined)
    setState('loading')
    const begin = async () => {
      if (typeof source === 'string') mine.audio.src = source
      else {
        const blob = await source(mine.wait.signal)
        if (mine.wait.signal.aborted) return
        mine.made = URL.createObjectURL(blob)
        mine.audio.src = mine.made
      }
      mine.audio.addEventListener('ended', stop)
      await mine.audio.play()
      if (now.current?.audio === mine.audio) setState('playing')
    }
    begin().catch((error: unknown) => {
      if (now.current?.audio !== mine.audio) return
      stop()
      setProblem(error instanceof Error && !(error instanceof DOMException) ? error.message : t`It cannot be played.`)
    })
  }

  return { state, problem, play, stop }
}
