import { useLingui } from '@lingui/react/macro'
import { useBuilder, useEditing } from '../state/context'
import { useStepName } from '../state/stepNames'
import styles from './panels.module.css'

/** Every step since the flow was opened, the newest first; a click goes back or forth to it. */
export function Steps() {
  const { t } = useLingui()
  const { store } = useBuilder()
  const steps = useEditing((state) => state.steps)
  const done = useEditing((state) => state.done)
  const nameOf = useStepName()
  const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
  return (
    <ol className={styles.steps} aria-label={t`Steps`} reversed>
      {steps.map((step, index) => (
        <li key={index}>
          <button
            type="button"
            className={`${styles.step} ${index >= done ? styles.undone : ''}`}
            aria-current={index === done - 1 ? 'step' : undefined}
            onClick={() => store.goTo(index + 1)}
          >
            <span>{nameOf(step.name)}</span>
            <time dateTime={new Date(step.at).toISOString()}>{time.format(step.at)}</time>
          </button>
        </li>
      )).toReversed()}
      <li>
        <button type="button" className={styles.step} aria-current={done === 0 ? 'step' : undefined} onClick={() => store.goTo(0)}>
          <span>{t`As it was opened`}</span>
        </button>
      </li>
    </ol>
  )
}
