import { useEffect, useRef, useState } from 'react'
import { Keeper } from '../model/keep'
import { EditingStore, opened } from '../model/store'
import { sameContent } from '../model/canonical'
import { fetchDraft, type Draft } from './flowQueries'

export type Opened = {
  store: EditingStore
  keeper: Keeper
  /** Unsaved edits that were brought back, and when they were made. */
  restored: number | undefined
  /** What others have saved since those edits were begun; it has to be merged. */
  newer: Draft | undefined
}

/** Opens a flow: what the server has, with the edits and the steps that this browser has kept of it. */
export function useOpenFlow(id: string): { flow: Opened | undefined; error: unknown; retry: () => void } {
  const [attempt, setAttempt] = useState(0)
  const [result, setResult] = useState<{ of: string; flow?: Opened; error?: unknown }>()
  const of = `${id} ${attempt}`

  useEffect(() => {
    const abort = new AbortController()
    let close = () => {}
    open(id, abort.signal).then(
      (flow) => {
        if (abort.signal.aborted) return
        close = keep(flow.store, flow.keeper)
        setResult({ of, flow })
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setResult({ of, error })
      },
    )
    return () => {
      abort.abort()
      close()
    }
  }, [id, of])

  const current = result?.of === of ? result : undefined
  return { flow: current?.flow, error: current?.error, retry: () => setAttempt(attempt + 1) }
}

async function open(id: string, signal: AbortSignal): Promise<Opened> {
  const keeper = new Keeper(id)
  const [draft, kept] = await Promise.all([fetchDraft(id, signal), keeper.read().catch(() => undefined)])
  const store = new EditingStore(opened(draft.document, draft.etag))
  if (!kept) return { store, keeper, restored: undefined, newer: undefined }
  const { editing } = kept
  const current = editing.etag === draft.etag && sameContent(editing.saved, draft.document)
  const unsaved = !sameContent(editing.document, editing.saved)
  // The history of undo goes on where nobody else has saved; unsaved edits are kept in any case.
  if (current || unsaved) store.replace(editing)
  return { store, keeper, restored: unsaved ? kept.at : undefined, newer: unsaved && !current ? draft : undefined }
}

/** Keeps every change in the browser at once; those that come while one is written are written together after it. */
function keep(store: EditingStore, keeper: Keeper): () => void {
  let writing = false
  let more = false
  async function write() {
    if (writing) {
      more = true
      return
    }
    writing = true
    do {
      more = false
      // A browser that keeps nothing still lets people edit and save.
      await keeper.write(store.state).catch(() => undefined)
    } while (more)
    writing = false
  }
  const leave = store.subscribe(() => void write())
  return () => {
    leave()
    void keeper.close().catch(() => undefined)
  }
}

/** The latest of a value, for callbacks that must not change. */
export function useLatest<T>(value: T) {
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  })
  return latest
}
