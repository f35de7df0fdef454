import { useId } from 'react'
import styles from './Segmented.module.css'

type Props<V extends string> = {
  label: string
  value: V
  onValue: (value: V) => void
  choices: readonly { value: V; label: string }[]
  /** The label is only for those who do not see what it is about. */
  hideLabel?: boolean
}

/** One of a few that are all in view. */
export function Segmented<V extends string>({ label, value, onValue, choices, hideLabel }: Props<V>) {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend className={hideLabel ? 'sr-only' : styles.legend}>{label}</legend>
      <div className={styles.bar}>
        {choices.map((choice) => (
          <label key={choice.value} className={styles.choice}>
            <input type="radio" name={name} value={choice.value} checked={value === choice.value} onChange={() => onValue(choice.value)} />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
