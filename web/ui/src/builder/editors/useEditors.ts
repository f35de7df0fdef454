import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { listen } from '@/api/feed'
import { useToast } from '@/parts/Toast'
import { fetchDraft } from '../page/flowQueries'
import type { Saving } from '../page/saving'
import { useLatest } from '../page/useOpenFlow'
import { flowRoute } from '../routes'
import { useBuilder, useUi } from '../state/context'
import type { Editor } from './pen'

/** What can be done without the pen. */
const forAll = new Set(['uses', 'copy'])

/** Keeps this tab in step with the others: who they are, who has the pen, and what they have saved. */
export function useEditors(saving: Saving): void {
  const { t } = useLingui()
  const { flowId, pen, store, ui } = useBuilder()
  const queries = useQueryClient()
  const toast = useToast()
  const node = useUi(({ selected }) => (selected.size === 1 ? [...selected][0] : undefined))
  const latest = useLatest({ saving, toast, gained: t`You have the pen now.` })

  useEffect(() => pen.choose(node), [pen, node])
  const looks = flowRoute.useSearch().show === 'live'
  useEffect(() => pen.want(!looks), [pen, looks])

  // At once, and not with the next drawing: what is typed meanwhile must not get in.
  useEffect(() => {
    const lock = () => {
      const locked = !pen.state.mine
      if (locked && !store.locked) {
        latest.current.saving.cancel()
        if (ui.state.asking && !forAll.has(ui.state.asking.ask)) ui.set({ asking: undefined })
      }
      store.lock(locked)
    }
    lock()
    return pen.subscribe(lock)
  }, [pen, store, ui, latest])

  useEffect(() => {
    /** Takes over what others saved; what is not saved here is joined with it when this tab has the pen. */
    async function catchUp() {
      if (latest.current.saving.busy || (store.difference !== 'none' && !pen.state.mine)) return
      const draft = await fetchDraft(flowId)
      if (draft.etag === store.state.etag || latest.current.saving.busy || (store.difference !== 'none' && !pen.state.mine)) return
      latest.current.saving.join(draft)
    }
    // Saving tells what is wrong with the connection; the next news ask again.
    const soon = () => void catchUp().catch(() => undefined)
    const anew = () => {
      pen.ask()
      void queries.invalidateQueries({ queryKey: ['flow', flowId] })
      soon()
    }
    const leave = listen({
      flow: flowId,
      on: {
        editors: (data) => pen.told((data as { editors: Editor[] }).editors),
        change: (data) => {
          if ((data as { kind: string }).kind !== 'flow') return
          void queries.invalidateQueries({ queryKey: ['flow', flowId] })
          // Others' edits come to those who only look; who edits joins them when saving.
          if (store.difference === 'none') soon()
        },
      },
      onMissed: anew,
    })
    const gained = pen.onGained((expected) => {
      if (!expected) latest.current.toast.done(latest.current.gained)
      soon()
    })
    return () => {
      leave()
      gained()
    }
  }, [flowId, pen, store, queries, latest])
}
