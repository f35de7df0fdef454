import { useEffect, useState } from 'react'
import { request } from '@/api/client'
import { useLanguage } from '@/app/language'
import type { Finding } from '@/api/problem'
import { sameContent } from '../model/canonical'
import type { FlowDocument, Outcome } from '../model/document'
import type { EditingStore } from '../model/store'
import type { OutcomeBook } from './outcomes'

export type Checked = {
  findings: Finding[]
  progress: number
  complete: boolean
  outcomes: Record<string, Outcome[]>
  /** Identifies the content that was checked. */
  hash?: string
  /** What was checked. */
  document: FlowDocument
}

/** How long somebody must have stopped typing before the flow is checked. */
const pause = 300

/** Checks what is edited, again after each change of its content or of the reader's language; the last answer stays until the next one comes. */
export function useCheck(store: EditingStore, book: OutcomeBook): Checked | undefined {
  const [checked, setChecked] = useState<Checked>()
  const language = useLanguage()
  useEffect(() => {
    let last: FlowDocument | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let abort = new AbortController()

    async function check() {
      const flow = store.document
      if (last && sameContent(last, flow)) return
      last = flow
      abort.abort()
      abort = new AbortController()
      const { signal } = abort
      try {
        const { layout: _layout, ...content } = flow
        const { data } = await request<Omit<Checked, 'document'>>('POST', '/checks', {
          body: { document: content },
          headers: { 'Accept-Language': language },
          signal,
        })
        book.learn(flow, data.outcomes)
        setChecked({ ...data, document: flow })
      } catch {
        // Without an answer the last one stays; the next change asks again. What is wrong with the connection, saving tells.
        if (!signal.aborted) last = undefined
      }
    }
    function soon() {
      clearTimeout(timer)
      timer = setTimeout(() => void check(), pause)
    }
    void check()
    const leave = store.subscribe(soon)
    return () => {
      leave()
      clearTimeout(timer)
      abort.abort()
    }
  }, [store, book, language])
  return checked
}
