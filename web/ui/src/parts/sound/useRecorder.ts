import { useEffect, useRef, useState } from 'react'
import { asWav } from './wav'

export type Recorder = {
  state: 'idle' | 'asking' | 'recording' | 'making'
  /** How long, in seconds. */
  seconds: number
  /** How loud it is now, 0 to 1. */
  level: number
  /** Why there is no recording. */
  problem: 'refused' | 'none' | 'failed' | undefined
  start: () => Promise<void>
  stop: () => void
}

/** The longest recording, in seconds; it is a prompt and no speech. */
const longest = 300

/** Records from the microphone; what was recorded comes as a WAV file. The microphone is let go when the field goes. */
export function useRecorder(onRecorded: (file: Blob) => void): Recorder {
  const [state, setState] = useState<Recorder['state']>('idle')
  const [seconds, setSeconds] = useState(0)
  const [level, setLevel] = useState(0)
  const [problem, setProblem] = useState<Recorder['problem']>()
  const end = useRef<(keep: boolean) => void>(undefined)
  const gone = useRef(false)

  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      end.current?.(false)
    }
  }, [])

  async function start() {
    setProblem(undefined)
    setState('asking')
    let stream: MediaStream
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: false, noiseSuppression: true } })
    } catch (error) {
      setProblem(error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'none')
      return setState('idle')
    }
    const release = () => stream.getTracks().forEach((track) => track.stop())
    if (gone.current) return release()
    const recorder = new MediaRecorder(stream)
    const parts: Blob[] = []
    const began = performance.now()
    const meter = meterOf(stream)
    const timer = setInterval(() => {
      const now = (performance.now() - began) / 1000
      setSeconds(now)
      setLevel(meter.level())
      if (now >= longest) recorder.stop()
    }, 100)
    let keep = true
    recorder.ondataavailable = (event) => parts.push(event.data)
    recorder.onstop = () => {
      clearInterval(timer)
      meter.close()
      release()
      end.current = undefined
      if (!keep || gone.current) return
      setState('making')
      asWav(new Blob(parts, { type: recorder.mimeType }))
        .then(onRecorded, () => setProblem('failed'))
        .finally(() => setState('idle'))
    }
    end.current = (kept) => {
      keep = kept
      if (recorder.state !== 'inactive') recorder.stop()
    }
    setSeconds(0)
    recorder.start()
    setState('recording')
  }

  return { state, seconds, level, problem, start, stop: () => end.current?.(true) }
}

function meterOf(stream: MediaStream): { level: () => number; close: () => void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples)
      return Math.min(1, Math.max(...samples.map(Math.abs)))
    },
    close: () => void context.close(),
  }
}
