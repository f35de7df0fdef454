import { useLingui } from '@lingui/react/macro'
import type { Use } from './flow'
import styles from './UseList.module.css'

/** What uses something. */
export function UseList({ uses }: { uses: readonly Use[] }) {
  const { t } = useLingui()
  const kinds: Record<string, string> = { flow: t`Flow`, number: t`Number`, group: t`Group`, queue: t`Queue`, policy: t`Rule` }
  return (
    // Within a dialog's description there may be no list element.
    <span role="list" className={styles.list}>
      {uses.map((use, index) => (
        <span role="listitem" key={index}>
          {kinds[use.kind] ?? use.kind} <b>{use.name}</b>
          {use.node && <> · {t`node ${use.node}`}</>}
          {use.revision !== undefined && use.revision > 0 && <> · {t`revision ${use.revision}`}</>}
        </span>
      ))}
    </span>
  )
}
