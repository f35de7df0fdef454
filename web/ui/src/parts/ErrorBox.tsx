import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CloudOff } from 'lucide-react'
import { Problem } from '@/api/problem'
import { Button } from './Button'
import styles from './ErrorBox.module.css'
import { UseList } from './UseList'

type Props = {
  error: unknown
  retry?: (() => void) | undefined
  /** The fields of a form that show their errors themselves. */
  fields?: readonly string[]
}

/** What went wrong and what to do about it; nothing when nothing did. */
export function ErrorBox({ error, retry, fields = [] }: Props) {
  const { t } = useLingui()
  if (!error) return null
  const problem = error instanceof Problem ? error : undefined
  const offline = problem?.status === 0
  const Icon = offline ? CloudOff : CircleAlert
  const others = problem?.elsewhere(fields) ?? []
  // All of it stands at its fields, and the first of those has the focus.
  if (problem && problem.fields.length > 0 && others.length === 0) return null
  return (
    <div role="alert" className={styles.box}>
      <Icon size={18} aria-hidden className={styles.icon} />
      <div className={styles.text}>
        <p>
          {offline ? (
            <Trans>callflow cannot be reached. Nothing you entered is lost; look at the connection, and try again.</Trans>
          ) : problem && problem.uses.length > 0 ? (
            <Trans>It is in use. Change these places first:</Trans>
          ) : error instanceof Error ? (
            error.message
          ) : (
            t`Something went wrong.`
          )}
        </p>
        {others.length > 0 && (
          <ul className={styles.list}>
            {others.map(({ message, line }) => (
              <li key={`${line} ${message}`}>{line ? t`Line ${line}: ${message}` : message}</li>
            ))}
          </ul>
        )}
        {problem && problem.uses.length > 0 && <UseList uses={problem.uses} />}
        {problem && problem.findings.length > 0 && (
          <ul className={styles.list}>
            {problem.findings.map((finding, index) => (
              <li key={index}>
                {finding.node && <code>{finding.node}</code>} {finding.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {retry && (
        <Button size="s" onClick={retry}>
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  )
}
