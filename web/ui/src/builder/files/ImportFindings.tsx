import { useLingui } from '@lingui/react/macro'
import type { Finding } from '@/api/problem'
import type { Imported } from './importing'
import styles from './ImportDialog.module.css'

/** What a file lacks, or what of it cannot be read, with its line. */
export function ReadFindings({ findings, onLine }: { findings: readonly Finding[]; onLine?: (line: number) => void }) {
  const { t } = useLingui()
  if (findings.length === 0) return null
  return (
    <ul className={styles.findings} aria-label={t`What is missing`} tabIndex={onLine ? undefined : 0}>
      {findings.map(({ level, line, node, message }, index) => (
        <li key={index} className={styles[level]}>
          {line && onLine ? (
            <button type="button" className="link" onClick={() => onLine(line)}>
              {t`Line ${line}`}
            </button>
          ) : (
            <span className={styles.node}>{line ? t`Line ${line}` : node}</span>
          )}
          <span>{message}</span>
        </li>
      ))}
    </ul>
  )
}

/** The parts of another system's flow that were not taken over as they are. */
export function ForeignParts({ foreign: { parts, notes = [] } }: { foreign: NonNullable<Imported['foreign']> }) {
  const { t } = useLingui()
  const changed = parts.filter(({ mapped }) => mapped !== 'whole')
  if (changed.length === 0 && notes.length === 0) return null
  return (
    <section className={styles.parts}>
      <h3>{t`What is not taken over as it was`}</h3>
      <div className={styles.scroll} role="region" aria-label={t`What is not taken over as it was`} tabIndex={0}>
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
          {changed.map(({ name, type, mapped, notes: why = [] }, index) => (
            <li key={index}>
              <strong>{name}</strong> ({type}): {mapped === 'kept' ? t`it is kept as a note and does nothing.` : ''} {why.join(' ')}
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}
