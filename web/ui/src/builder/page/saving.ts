import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { path, request } from '@/api/client'
import { Problem } from '@/api/problem'
import { merge, type Conflict, type Choice } from '../model/merge'
import { become } from '../model/operations'
import { opened, type EditingStore } from '../model/store'
import { fetchDraft, flowQuery, type Draft, type Revision } from './flowQueries'

/** Two people have done different things; somebody has to choose. */
export type Clash = { theirs: Draft; conflicts: Conflict[] }

export type Saving = ReturnType<typeof useSaving>

/** Saves what is edited. When others have saved meanwhile, both edits are joined, and only what really differs is asked. */
export function useSaving(flowId: string, store: EditingStore) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [clash, setClash] = useState<Clash>()
  const [message, setMessage] = useState('')

  return useMemo(() => {
    /** The flow has this revision now, also before the flow itself was asked for again. */
    function newest({ number }: Revision) {
      queries.setQueryData(flowQuery(flowId).queryKey, (head) => head && { ...head, latest_revision: number })
    }

    async function put(text: string): Promise<Revision> {
      const { document, etag } = store.state
      const { data, etag: now } = await request<Revision>('PUT', path`/flows/${flowId}/draft`, {
        body: { document, ...(text && { message: text }) },
        ifMatch: etag,
      })
      store.wasSaved(document, now ?? etag)
      newest(data)
      void queries.invalidateQueries({ queryKey: ['flow', flowId] })
      void queries.invalidateQueries({ queryKey: ['flows'] })
      return data
    }

    /** Takes over what others saved. False when there is something to choose first. */
    function join(theirs: Draft, choices?: Record<string, Choice>): boolean {
      const { saved, document } = store.state
      const merged = merge(saved, document, theirs.document, choices)
      if (merged.conflicts.some(({ key }) => !choices?.[key])) {
        setClash({ theirs, conflicts: merged.conflicts })
        return false
      }
      setClash(undefined)
      store.do({ kind: 'merge' }, (flow) => become(flow, merged.document))
      store.wasSaved(theirs.document, theirs.etag)
      newest(theirs.revision)
      return true
    }

    /** Undefined when others have saved and something has to be chosen first. */
    async function save(text = ''): Promise<Revision | undefined> {
      setBusy(true)
      setMessage(text)
      try {
        for (;;) {
          try {
            return await put(text)
          } catch (error) {
            if (!(error instanceof Problem) || error.status !== 412) throw error
            if (!join(await fetchDraft(flowId))) return undefined
          }
        }
      } finally {
        setBusy(false)
      }
    }

    return {
      busy,
      clash,
      save,
      join,
      /** Decides a clash, and saves. */
      decide: async (choices: Record<string, Choice>) => {
        if (clash && join(clash.theirs, choices)) await save(message)
      },
      cancel: () => setClash(undefined),
      /** Opens what the server has, and forgets all steps. */
      reopen: async () => {
        const draft = await fetchDraft(flowId)
        store.replace(opened(draft.document, draft.etag))
        newest(draft.revision)
        void queries.invalidateQueries({ queryKey: ['flow', flowId] })
      },
    }
  }, [busy, clash, message, flowId, store, queries])
}
