import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLive } from '@/api/live'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { PageHeader } from '@/parts/PageHeader'
import { useTimes } from '@/parts/times'
import { Beginning } from './Beginning'
import styles from './Dashboard.module.css'
import { Hours } from './Hours'
import { QueueTable } from './QueueTable'
import { SilentNumbers } from './SilentNumbers'
import { beginningQuery, summaryQuery } from './summary'
import { Tile } from './Tile'

/** What goes on, and what needs somebody. */
export function Dashboard() {
  const { t } = useLingui()
  const times = useTimes()
  const { data: summary, error, refetch } = useQuery(summaryQuery)
  useLive({ call: [['summary']], queue: [['summary']], messages: [['summary']], change: [['summary']] })
  const { data: beginning } = useQuery(beginningQuery)
  const begun = beginning === undefined || (beginning.people && beginning.flow && beginning.number)
  const today = summary && dayOf(summary.at, times.timeZone)
  return (
    <>
      <PageHeader title={t`Dashboard`} description={<Trans>Now and today, in the time zone {times.timeZone}.</Trans>} />
      {error && <ErrorBox error={error} retry={() => void refetch()} />}
      <div className={styles.page}>
        {summary && <SilentNumbers numbers={summary.silent_numbers} />}
        {!begun && <Beginning done={beginning} />}
        <ul className={styles.tiles} aria-label={t`In figures`} aria-busy={!summary}>
          <Tile name={t`Calls now`} value={summary?.active}>
            <Link to="/calls" search={{ outcome: 'active' }} aria-label={t`Show the calls in progress`} />
          </Tile>
          <Tile name={t`Calls today`} value={summary?.today}>
            <Link to="/calls" search={{ since: today }} aria-label={t`Show the calls of today`} />
          </Tile>
          <Tile name={t`Missed today`} value={summary?.missed} tone={summary && summary.missed > 0 ? 'warn' : undefined}>
            <Link to="/calls" search={{ since: today, outcome: 'missed' }} aria-label={t`Show the missed calls of today`} />
          </Tile>
          <Tile name={t`New voicemail`} value={summary?.unread_voicemail}>
            <Link to="/voicemail" aria-label={t`Show the voicemail`} />
          </Tile>
          <Tile name={t`Not delivered`} value={summary?.dead_letters} tone={summary && summary.dead_letters > 0 ? 'bad' : undefined}>
            <Link to="/outbox" aria-label={t`Show what could not be delivered`} />
          </Tile>
        </ul>
        <Card title={t`Today by the hour`}>
          <Hours hours={summary?.hours} />
        </Card>
        {summary && summary.queues.length > 0 && (
          <Card title={t`Queues`}>
            <QueueTable queues={summary.queues} />
          </Card>
        )}
      </div>
    </>
  )
}

/** The day of a moment in a zone, as 2026-11-26. */
function dayOf(when: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(when))
}
