import { useLingui } from '@lingui/react/macro'
import styles from './FlowDialogs.module.css'
import type { Change } from './flowQueries'

const signs = { added: '+', removed: '−', changed: '±', moved: '↔' }

/** What changed from one revision to another; moves come last, and are told apart. */
export function ChangeList({ changes, onNode }: { changes: readonly Change[]; onNode?: (id: string) => void }) {
  const { t } = useLingui()
  const words = { added: t`added`, removed: t`removed`, changed: t`changed`, moved: t`moved` }
  return (
    <ul className={styles.changes}>
      {changes.map((change, index) => {
        const place = change.node ? change.name || change.node : t`Flow`
        const { node } = change
        return (
          <li key={index} className={styles[change.kind]}>
            <span className={styles.sign} role="img" aria-label={words[change.kind]}>
              {signs[change.kind]}
            </span>
            <span>
              {onNode && node ? (
                <button type="button" className="link" onClick={() => onNode(node)}>
                  {place}
                </button>
              ) : (
                <strong>{place}</strong>
              )}{' '}
              {change.what ?? words[change.kind]}
              {change.what && (
                <span className={styles.value}>
                  {' '}
                  {change.before !== undefined && short(change.before)} {change.before !== undefined && change.after !== undefined && '→'}{' '}
                  {change.after !== undefined && short(change.after)}
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** A value on one line. */
export function short(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
