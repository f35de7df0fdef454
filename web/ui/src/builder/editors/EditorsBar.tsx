import { useLingui } from '@lingui/react/macro'
import { PencilLine } from 'lucide-react'
import type { CSSProperties } from 'react'
import { useBuilder, useFlow } from '../state/context'
import styles from './Editors.module.css'
import { useOthers, type Other } from './people'

const most = 4

/** Who else has the flow open, and where they are; a click goes there. */
export function EditorsBar() {
  const { t } = useLingui()
  const others = useOthers()
  if (others.length === 0) return null
  const more = others.slice(most)
  return (
    <ul className={styles.bar} aria-label={t`Also here`}>
      {others.slice(0, most).map((other) => (
        <li key={other.tab}>
          <Face other={other} />
        </li>
      ))}
      {more.length > 0 && (
        <li className={styles.more} title={more.map(({ name }) => name).join(', ')}>
          +{more.length}
        </li>
      )}
    </ul>
  )
}

function Face({ other: { name, initials, tint, node, pen } }: { other: Other }) {
  const { t } = useLingui()
  const { actions, ui, canvas } = useBuilder()
  const flow = useFlow()
  const at = node !== undefined && flow.nodes[node] ? node : undefined
  const where = at === undefined ? name : t`${name}, at ${actions.nameOf(at)}`
  const label = pen ? t`${where}, with the pen` : where
  return (
    <button
      type="button"
      className={styles.face}
      style={{ '--tint': tint } as CSSProperties}
      title={label}
      aria-disabled={at === undefined}
      onClick={() => {
        if (at === undefined) return
        ui.select([at])
        canvas.current?.reveal([at])
      }}
    >
      <span aria-hidden>{initials}</span>
      <span className="sr-only">{label}</span>
      {pen && (
        <span className={styles.pen}>
          <PencilLine size={9} aria-hidden />
        </span>
      )}
    </button>
  )
}
