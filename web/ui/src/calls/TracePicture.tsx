import { useLingui } from '@lingui/react/macro'
import { useMemo, useState } from 'react'
import { FlowPicture } from '@/builder/picture'
import { Segmented } from '@/parts/Segmented'
import type { Trace } from './call'
import styles from './CallPage.module.css'
import { layersOf } from './layers'

type Props = { call: Trace; step: number | undefined; onStep: (seq: number) => void }

/** A call's way on the pictures that ran: of its own flow, and of those that it called. */
export function TracePicture({ call, step, onStep }: Props) {
  const { t } = useLingui()
  const layers = useMemo(() => layersOf(call), [call])
  const [chosen, setChosen] = useState<string>()
  // A step that is chosen shows the picture that it is on.
  const [last, setLast] = useState(step)
  if (last !== step) {
    setLast(step)
    setChosen(undefined)
  }
  const ofStep = layers.find(({ steps }) => steps.some(({ seq }) => seq === step))
  const layer = layers.find(({ key }) => key === chosen) ?? ofStep ?? layers[0]
  if (!layer) return null
  const at = layer.steps.findIndex(({ seq }) => seq === step) + 1

  /** The next of the steps at a node after the chosen one, so that clicking on walks through all of them. */
  function choose(node: string) {
    const there = layer?.steps.filter((one) => one.node === node) ?? []
    const next = there.find(({ seq }) => seq > (step ?? 0)) ?? there[0]
    if (next) onStep(next.seq)
  }

  return (
    <>
      {layers.length > 1 && (
        <Segmented label={t`Which flow`} hideLabel value={layer.key} onValue={setChosen} choices={layers.map(({ key, name }) => ({ value: key, label: name }))} />
      )}
      <div className={styles.picture}>
        <FlowPicture
          key={layer.key}
          document={layer.document}
          label={t`The way of the call through ${layer.name}; the same is said step by step below`}
          trace={layer.trace}
          at={at > 0 ? at : undefined}
          onNode={choose}
        />
      </div>
    </>
  )
}
