import { useCallback, useEffect, useState } from 'react'
import { simulate, type Tried } from '@/calls/simulation'
import { useBuilder, useUi } from '../state/context'
import { trialOf, type Script } from './script'

/** Time between two steps when the trial plays, in milliseconds. */
const beat = 900

/** A simulated call and the step that is looked at; the picture shows it by `ui.trial`. */
export function useTrial(script: Script) {
  const { store, ui, canvas } = useBuilder()
  const shown = useUi((state) => state.trial)
  const [tried, setTried] = useState<Tried & { /** That it was tried for. */ test: string | undefined }>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [playing, setPlaying] = useState(false)
  const at = shown?.at ?? 0
  const count = shown?.steps.length ?? 0

  const show = useCallback(
    (to: number, steps = ui.state.trial?.steps ?? []) => {
      const next = Math.min(Math.max(to, 1), steps.length)
      ui.set({ trial: { steps, at: next } })
      const node = steps[next - 1]?.node
      if (node) canvas.current?.reveal([node])
    },
    [ui, canvas],
  )

  async function run() {
    setBusy(true)
    setError(undefined)
    setPlaying(false)
    try {
      const result = await simulate(trialOf(store.document, script))
      setTried({ ...result, test: script.rest.test })
      // Steps inside of called flows are told in the list; the picture shows this flow's own.
      const steps = result.steps.filter(({ depth }) => !depth).map(({ node, outcome }) => ({ node, outcome }))
      show(1, steps)
      setPlaying(true)
    } catch (failure) {
      setError(failure)
      setTried(undefined)
      ui.set({ trial: undefined })
    } finally {
      setBusy(false)
    }
  }

  const going = playing && at < count
  useEffect(() => {
    if (!going) return
    const timer = setTimeout(() => show(at + 1), beat)
    return () => clearTimeout(timer)
  }, [going, at, show])
  // The picture is as it was when the panel goes.
  useEffect(() => () => ui.set({ trial: undefined }), [ui])

  return { tried, error, busy, run, at, count, show, playing: going, setPlaying }
}
