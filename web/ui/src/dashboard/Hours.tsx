import { Trans, useLingui } from '@lingui/react/macro'
import { useTimes } from '@/parts/times'
import styles from './Hours.module.css'
import { dayOfHours } from './hours'
import type { Hour } from './summary'

/**
 * Today's calls hour by hour: what was missed stands at the foot of each bar, darker. 24 bars need no library for charts; who
 * does not see them has the table.
 */
export function Hours({ hours }: { hours: readonly Hour[] | undefined }) {
  const { t } = useLingui()
  const { timeZone } = useTimes()
  const day = dayOfHours(hours ?? [], timeZone)
  const most = Math.max(4, ...day.map(({ calls }) => calls))
  if (hours && hours.length === 0) {
    return (
      <p className={styles.none}>
        <Trans>There was no call today yet.</Trans>
      </p>
    )
  }
  return (
    <figure className={styles.chart}>
      <div className={styles.bars} aria-hidden>
        {day.map(({ hour, calls, missed }) => (
          <div key={hour} className={styles.slot} title={t`${hour}:00: ${calls} calls, ${missed} missed`}>
            <span className={styles.count}>{calls > 0 && calls}</span>
            <span className={styles.bar} style={{ height: `${((calls - missed) / most) * 100}%` }} />
            <span className={styles.missed} style={{ height: `${(missed / most) * 100}%` }} />
            <span className={styles.hour}>{hour % 3 === 0 && hour}</span>
          </div>
        ))}
      </div>
      <figcaption className={styles.legend}>
        <span className={styles.key}>
          <span className={styles.keyCalls} aria-hidden /> <Trans>Reached somebody or left a message</Trans>
        </span>
        <span className={styles.key}>
          <span className={styles.keyMissed} aria-hidden /> <Trans>Missed</Trans>
        </span>
      </figcaption>
      <table className="sr-only">
        <caption>{t`Calls of today by the hour`}</caption>
        <thead>
          <tr>
            <th scope="col">{t`Hour`}</th>
            <th scope="col">{t`Calls`}</th>
            <th scope="col">{t`Missed`}</th>
          </tr>
        </thead>
        <tbody>
          {day
            .filter(({ calls }) => calls > 0)
            .map(({ hour, calls, missed }) => (
              <tr key={hour}>
                <th scope="row">{hour}:00</th>
                <td>{calls}</td>
                <td>{missed}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </figure>
  )
}
