import { useLingui } from '@lingui/react/macro'
import { TextField, type FieldLook } from '@/parts/Field'
import { Button } from '@/parts/Button'
import type { Reference } from './flow'
import styles from './Targets.module.css'

type Props = FieldLook & { value: string; references: readonly Reference[]; onValue: (value: string) => void }

/** Whom to ring: written, or taken from a row of people and groups. */
export function Targets({ value, references, onValue, ...look }: Props) {
  const { t } = useLingui()
  const chosen = value.split(',').map((part) => part.trim()).filter(Boolean)
  const offered = references.filter(({ ref, kind }) => ['user', 'group'].includes(kind) && !chosen.includes(ref)).slice(0, 20)
  return (
    <div className={styles.targets}>
      <TextField {...look} value={value} onChange={(event) => onValue(event.target.value)} />
      {offered.length > 0 && (
        <div role="group" aria-label={t`Add somebody`} className={styles.offered}>
          {offered.map(({ ref, label }) => (
            <Button key={ref} size="s" onClick={() => onValue([...chosen, ref].join(', '))}>
              + {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
