import { useEffect, useRef, useState } from 'react'
import { address, api, path, type Page } from '@/api/client'
import { useMay, useSession } from '@/api/session'
import { Pen, type Editor } from '../editors/pen'
import { openTabs, tabName } from '../editors/tab'
import { Keeper } from '../model/keep'
import { EditingStore, opened } from '../model/store'
import { sameContent } from '../model/canonical'
import { fetchDraft, type Draft } from './flowQueries'

export type Opened = {
  store: EditingStore
  keeper: Keeper
  /** Who has the flow open, and whether this tab may change it. */
  pen: Pen
  /** Unsaved edits that were brought back, and when they were made. */
  restored: number | undefined
  /** What others have saved since those edits were begun; it has to be merged. */
  newer: Draft | undefined
}

/** Opens a flow: what the server has, with the edits and the steps that this browser has kept of it. */
export function useOpenFlow(id: string, looks: boolean): { flow: Opened | undefined; error: unknown; retry: () => void } {
  const [attempt, setAttempt] = useState(0)
  const [result, setResult] = useState<{ of: string; flow?: Opened; error?: unknown }>()
  const { user } = useSession()
  const mayEdit = useMay('flows')
  const first = useLatest(looks)
  const of = `${id} ${attempt} ${user} ${mayEdit}`

  useEffect(() => {
    const abort = new AbortController()
    let close = () => {}
    open(id, { user, mayEdit, looks: first.current }, abort.signal).then(
      (flow) => {
        const leave = stay(id, flow.pen)
        if (abort.signal.aborted) return leave()
        const stop = keep(flow.store, flow.keeper)
        close = () => {
          stop()
          leave()
        }
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
  }, [id, user, mayEdit, of, first])

  const current = result?.of === of ? result : undefined
  return { flow: current?.flow, error: current?.error, retry: () => setAttempt(attempt + 1) }
}

async function open(id: string, { user, mayEdit, looks }: { user: string; mayEdit: boolean; looks: boolean }, signal: AbortSignal): Promise<Opened> {
  const tab = await tabName()
  const pen = new Pen({ tab, mayEdit, looks, send: async (beat) => (await api.put<Page<Editor>>(path`/flows/${id}/editors/${tab}`, { ...beat, at: at() })).items })
  const keeper = new Keeper(id, { user, tab })
  const [draft, kept] = await Promise.all([fetchDraft(id, signal), readKept(keeper, pen).catch(() => undefined)]).catch((error: unknown) => {
    pen.stop()
    throw error
  })
  const store = new EditingStore(opened(draft.document, draft.etag))
  if (!kept) return { store, keeper, pen, restored: undefined, newer: undefined }
  const { editing } = kept
  const current = editing.etag === draft.etag && sameContent(editing.saved, draft.document)
  const unsaved = !sameContent(editing.document, editing.saved)
  // The history of undo goes on where nobody else has saved; unsaved edits are kept in any case.
  if (current || unsaved) store.replace(editing)
  return { store, keeper, pen, restored: unsaved ? kept.at : undefined, newer: unsaved && !current ? draft : undefined }
}

/** When something is said of this tab, in milliseconds: a request that is overtaken by a later one must not undo it. */
const at = () => performance.timeOrigin + performance.now()

/** What this browser has kept of the flow. Where it does not tell which of its tabs are open, the server does. */
async function readKept(keeper: Keeper, pen: Pen) {
  await pen.start()
  const tabs = (await openTabs()) ?? new Set(pen.state.editors.map(({ tab }) => tab))
  return keeper.read((tab) => tabs.has(tab))
}

/** Says that the tab has left when the flow, or the page, is closed. */
function stay(id: string, pen: Pen): () => void {
  const left = () => void fetch(address(path`/flows/${id}/editors/${pen.tab}`, { at: at() }), { method: 'DELETE', keepalive: true }).catch(() => undefined)
  // A page that comes back out of the browser's memory is there again.
  const back = ({ persisted }: PageTransitionEvent) => persisted && pen.ask()
  const look = () => document.visibilityState === 'visible' && pen.ask()
  addEventListener('pagehide', left)
  addEventListener('pageshow', back)
  document.addEventListener('visibilitychange', look)
  return () => {
    removeEventListener('pagehide', left)
    removeEventListener('pageshow', back)
    document.removeEventListener('visibilitychange', look)
    pen.stop()
    left()
  }
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
