import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { Finding } from '@/api/problem'
import type { Checked } from '../state/check'
import { useBuilder, useFlow } from '../state/context'
import styles from './panels.module.css'

const icons = { error: CircleAlert, warning: TriangleAlert, note: Info }

/** What the flow lacks; a click takes to the node. */
export function Findings({ checked }: { checked: Checked | undefined }) {
  const { t } = useLingui()
  const { actions, ui, canvas } = useBuilder()
  const flow = useFlow()
  const findings = checked?.findings ?? []

  function goTo({ node, outcome }: Finding) {
    if (!node || !flow.nodes[node]) return ui.set({ panel: 'flow' })
    ui.set({ selected: new Set([node]), current: node, exit: outcome, panel: 'settings' })
    canvas.current?.reveal([node])
  }

  if (checked && findings.length === 0) {
    return (
      <div className={styles.fine}>
        <CircleCheck size={28} aria-hidden />
        <p>
          <Trans>Nothing is missing. The flow can be published.</Trans>
        </p>
      </div>
    )
  }
  const errors = findings.filter(({ level }) => level === 'error').length
  return (
    <>
      <p className={styles.lead}>
        {errors > 0 ? <Trans>What is marked with “!” stops the flow from being published.</Trans> : <Trans>Nothing stops the flow from being published.</Trans>}
      </p>
      <ul className={styles.findings} aria-label={t`Findings`}>
        {findings.map((finding, index) => {
          const Icon = icons[finding.level]
          const where = finding.node && flow.nodes[finding.node] ? actions.nameOf(finding.node) : flow.name
          return (
            <li key={index}>
              <button type="button" className={`${styles.finding} ${styles[finding.level]}`} onClick={() => goTo(finding)}>
                <Icon size={16} aria-hidden />
                <span>
                  <strong>{where}</strong>
                  <span>{finding.message}</span>
                </span>
              </button>
            </li>
          )
        })}
      </ul>
    </>
  )
}
