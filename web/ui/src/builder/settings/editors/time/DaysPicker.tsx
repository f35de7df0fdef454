import { useLingui } from '@lingui/react/macro'
import { FieldFrame } from '../../form/FieldFrame'
import type { FieldProps } from '../../form/fields'
import { useForm } from '../../form/FormContext'
import { labelOf } from '../../form/labels'
import { at } from '../../form/path'
import { RawField } from '../../form/RawField'
import styles from './Days.module.css'
import { useDayWords } from './useDayWords'
import { readDays, writeDays } from './week'

type Props = { label: string; days: readonly boolean[]; readOnly: boolean; onChange: (days: string[]) => void }

/** The days of a week, each on or off. */
export function DaysPicker({ label, days, readOnly, onChange }: Props) {
  const words = useDayWords()
  return (
    <div role="group" aria-label={label} className={styles.days}>
      {words.short.map((word, day) => (
        <button
          key={word}
          type="button"
          className={styles.day}
          aria-pressed={days[day] ?? false}
          disabled={readOnly}
          onClick={() => onChange(writeDays(days.map((on, one) => (one === day ? !on : on))))}
        >
          <span aria-hidden>{word.slice(0, 2)}</span>
          <span className="sr-only">{words.long[day]}</span>
        </button>
      ))}
    </div>
  )
}

/** A list of days as a param. */
export function DaysField(props: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const value = at(form.node.params, props.path)
  const days = readDays(value ?? [])
  if (!days) return <RawField {...props} />
  const label = props.label ?? labelOf(form.type.name, props.path)
  return (
    <FieldFrame {...props} group hint={t`The days on which it holds.`}>
      {() => <DaysPicker label={label} days={days} readOnly={form.readOnly} onChange={(next) => form.put(props.path, next.length > 0 ? next : undefined)} />}
    </FieldFrame>
  )
}
