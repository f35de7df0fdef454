import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import { colourOf, glyphs, sortOf } from '@/parts/outcomes'
import { useTimes } from '@/parts/times'
import { outcomeName } from '../catalog/outcomeNames'
import type { FlowDocument } from '../model/document'
import { SettingsPanel } from '../settings/panel/SettingsPanel'
import type { CallAt } from './liveCalls'
import type { NodeNumbers } from './numbers'
import type { Days } from './period'
import styles from './NodePanel.module.css'
import { useCallsBehind } from './useCallsBehind'

type Props = { id: string; name: string; document: FlowDocument; calls: readonly CallAt[]; numbers: NodeNumbers | undefined; days: Days; onClose: () => void }

/** One node: the calls that are there now, and by which outcomes the others left it. */
export function NodePanel({ id, name, document, calls, numbers, days, onClose }: Props) {
  const { t } = useLingui()
  return (
    <SettingsPanel title={name} subtitle={t`Calls`} onClose={onClose}>
      <div className={styles.panel}>
        <section>
          <h3>
            <Trans>Now</Trans>
          </h3>
          {calls.length > 0 ? (
            <CallsNow calls={calls} />
          ) : (
            <p className={styles.none}>
              <Trans>No call is here.</Trans>
            </p>
          )}
        </section>
        <section>
          <h3>
            <Trans>In the period</Trans>
          </h3>
          {numbers ? (
            <Ways id={id} document={document} numbers={numbers} days={days} />
          ) : (
            <p className={styles.none}>
              <Trans>No call left this node.</Trans>
            </p>
          )}
        </section>
      </div>
    </SettingsPanel>
  )
}

export function CallsNow({ calls }: { calls: readonly CallAt[] }) {
  const { t } = useLingui()
  const times = useTimes()
  return (
    <ul className={styles.calls}>
      {calls.map(({ call, caller, number, entered, started, revision }) => (
        <li key={call}>
          <Link to="/calls/$call" params={{ call }}>
            {caller || t`withheld`}
          </Link>
          <small>
            {number === '' || number.startsWith('try_') ? t`a test` : number} · {t`since ${times.second(entered || started)}`}
            {revision !== undefined && ` · ${t`revision ${revision}`}`}
          </small>
        </li>
      ))}
    </ul>
  )
}

/** By which outcomes calls left a node: how many, which share, and the list of them. */
export function Ways({ id, document, numbers, days }: { id: string; document: FlowDocument; numbers: NodeNumbers; days: Days }) {
  const { t, i18n } = useLingui()
  const { search } = useCallsBehind(days)
  const node = document.nodes[id]
  return (
    <ul className={styles.ways}>
      {numbers.left.map(({ outcome, times, way }) => {
        const name = outcomeName(outcome, node, t)
        return (
          <li key={outcome} style={{ '--way': colourOf(outcome), '--share': times / numbers.total } as CSSProperties}>
            <span className={styles.glyph} aria-hidden>
              {glyphs[sortOf(outcome)]}
            </span>
            <span className={styles.name}>
              {name}
              {way === undefined && outcome !== 'hung_up' && <small> {t`the end here`}</small>}
            </span>
            <Link to="/calls" search={search(id, outcome)} aria-label={t`${i18n.number(times)} by ${name}: list these calls`}>
              {i18n.number(times)}
            </Link>
            <small className={styles.share}>{i18n.number(times / numbers.total, { style: 'percent', maximumFractionDigits: 0 })}</small>
          </li>
        )
      })}
    </ul>
  )
}
