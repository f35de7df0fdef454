import { useRef, useState } from 'react'
import { free, nameOfFile } from '@/parts/sound/names'
import type { Sound } from './api'

export type Upload = {
  id: number
  file: File
  /** What the sound is called in the library. */
  name: string
  state: 'waiting' | 'sending' | 'done' | 'failed'
  /** How much was sent, 0 to 1. */
  sent: number
  error?: unknown
}

type Send = (file: File, name: string, onProgress: (part: number) => void) => Promise<Sound>

/** Sends files one after the other, each under a name that nobody has. One that is refused does not stop the others. */
export function useUploads(send: Send, taken: readonly string[], after: (sound: Sound) => unknown) {
  const [uploads, setUploads] = useState<Upload[]>([])
  const queue = useRef<Promise<void>>(Promise.resolve())
  const names = useRef<string[]>([])
  const next = useRef(1)
  const change = (id: number, part: Partial<Upload>) => setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)))

  async function work(one: Upload) {
    change(one.id, { state: 'sending', sent: 0, error: undefined })
    try {
      const sound = await send(one.file, one.name, (sent) => change(one.id, { sent }))
      change(one.id, { state: 'done', sent: 1 })
      await after(sound)
    } catch (error) {
      change(one.id, { state: 'failed', error })
    }
  }
  const line = (one: Upload) => {
    queue.current = queue.current.then(() => work(one))
  }

  return {
    uploads,
    add(files: readonly File[]) {
      const added = files.map((file): Upload => {
        const name = free(nameOfFile(file), [...taken, ...names.current])
        names.current.push(name)
        return { id: next.current++, file, name, state: 'waiting', sent: 0 }
      })
      setUploads((all) => [...all, ...added])
      added.forEach(line)
    },
    again: line,
    dismiss: (id: number) => setUploads((all) => all.filter((one) => one.id !== id)),
  }
}
