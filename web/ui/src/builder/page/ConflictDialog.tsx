import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { outcomeName } from '../catalog/outcomeNames'
import type { Choice, Conflict } from '../model/merge'
import { useBuilder, useFlow } from '../state/context'
import { short } from './ChangeList'
import styles from './FlowDialogs.module.css'
import { who } from './PublishDialog'
import type { Clash, Saving } from './saving'

/** Others have saved meanwhile, and the same node or edge differs: which is to be? */
export function ConflictDialog({ clash, saving }: { clash: Clash; saving: Saving }) {
  const { t } = useLingui()
  const { actions } = useBuilder()
  const flow = useFlow()
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const author = who(clash.theirs.revision.author)
  const left = clash.conflicts.filter(({ key }) => !choices[key]).length

  const nodeName = (id: string) => (flow.nodes[id] ? actions.nameOf(id) : clash.theirs.document.nodes[id]?.label || id)
  const parts = { label: t`name`, note: t`note`, skip: t`skip`, sensitive: t`sensitive`, params: t`settings`, whole: t`the whole node` }
  function place(conflict: Conflict): string {
    switch (conflict.about) {
      case 'flow':
        return conflict.part === 'start' ? t`Where the flow starts` : t`The flow’s settings`
      case 'node':
        return `${nodeName(conflict.node)}: ${parts[conflict.part]}`
      case 'edge': {
        const exit = outcomeName(conflict.outcome, flow.nodes[conflict.node], t)
        const name = nodeName(conflict.node)
        return t`${name}: where ${exit} leads`
      }
    }
  }
  const value = (conflict: Conflict, of: unknown) => {
    if (of === undefined) return t`removed`
    if (conflict.about === 'edge' && typeof of === 'string') return nodeName(of)
    return short(of)
  }
  return (
    <Dialog
      title={t`${author} has saved meanwhile`}
      description={t`All else is joined already. Here both of you changed the same; choose what is to be.`}
      open
      onOpenChange={saving.cancel}
      actions={
        <>
          <Button onClick={saving.cancel}>{t`Not now`}</Button>
          <Button variant="primary" busy={saving.busy} disabled={left > 0} onClick={() => void saving.decide(choices)}>
            {t`Save`}
          </Button>
        </>
      }
    >
      {clash.conflicts.map((conflict) => (
        <fieldset key={conflict.key} className={styles.conflict}>
          <legend className="sr-only">{place(conflict)}</legend>
          <strong aria-hidden>{place(conflict)}</strong>
          <div className={styles.choices}>
            {(['mine', 'theirs'] as const).map((side) => (
              <label key={side} className={styles.choice}>
                <input
                  type="radio"
                  name={conflict.key}
                  checked={choices[conflict.key] === side}
                  onChange={() => setChoices({ ...choices, [conflict.key]: side })}
                />
                <span>
                  {side === 'mine' ? t`Mine` : author}
                  <small>{value(conflict, conflict[side])}</small>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </Dialog>
  )
}
