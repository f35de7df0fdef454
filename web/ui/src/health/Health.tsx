import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, CircleX, RotateCw } from 'lucide-react'
import { Badge } from '@/parts/Badge'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { Fact, FactList } from '@/parts/FactList'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { useTimes } from '@/parts/times'
import { bytesText, byUrgency, healthQuery, type Check, type CheckState, type System } from './api'
import styles from './Health.module.css'

/** What works, what does not, and what to do about it. */
export function Health() {
  const { t } = useLingui()
  const times = useTimes()
  const { data, error, refetch, isFetching } = useQuery(healthQuery)
  const count = (state: CheckState) => data?.items.filter((check) => check.state === state).length ?? 0
  const [failed, warned] = [count('fail'), count('warn')]
  return (
    <>
      <PageHeader
        title={t`System health`}
        description={t`What callflow needs, looked at as by callflow doctor on the command line. Nothing is changed by looking.`}
        mark={
          data &&
          (failed > 0 ? (
            <Badge tone="bad"><Plural value={failed} one="# thing fails" other="# things fail" /></Badge>
          ) : warned > 0 ? (
            <Badge tone="warn"><Plural value={warned} one="# warning" other="# warnings" /></Badge>
          ) : (
            <Badge tone="good">{t`All is well`}</Badge>
          ))
        }
        actions={
          <Button icon={<RotateCw size={16} aria-hidden />} busy={isFetching && data !== undefined} onClick={() => void refetch()}>
            <Trans>Look again</Trans>
          </Button>
        }
      />
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <PageSkeleton />}
      {data && (
        <div className={layout.sides}>
          <Card title={t`What was looked at`} description={<Trans>At {times.second(data.looked)}; callflow looks once in ten seconds at most.</Trans>}>
            <ul className={styles.checks}>
              {byUrgency(data.items).map((check) => (
                <CheckLine key={check.part} check={check} />
              ))}
            </ul>
          </Card>
          <SystemCard system={data.system} />
        </div>
      )}
    </>
  )
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`

function CheckLine({ check }: { check: Check }) {
  const { t } = useLingui()
  const marks = {
    ok: { icon: CircleCheck, word: t`well`, style: styles.ok },
    warn: { icon: CircleAlert, word: t`warning`, style: styles.warn },
    fail: { icon: CircleX, word: t`fails`, style: styles.fail },
  }
  const { icon: Icon, word, style } = marks[check.state]
  return (
    <li className={styles.check}>
      <Icon size={18} role="img" aria-label={word} className={style} />
      <div>
        <strong>{check.what}</strong>
        {/* A path is written as it is. */}
        <p className={check.found.startsWith('/') ? styles.found : `${styles.found} ${styles.words}`}>{check.found}</p>
        {check.do && (
          <p className={styles.do}>
            <span className="sr-only">{t`What to do:`} </span>
            {sentence(check.do)} <Place part={check.part} />
          </p>
        )}
      </div>
    </li>
  )
}

/** The page on which something can be done about it. */
function Place({ part }: { part: string }) {
  switch (part) {
    case 'numbers':
      return (
        <Link to="/numbers">
          <Trans>To the numbers</Trans>
        </Link>
      )
    case 'outbox':
      return (
        <Link to="/outbox" search={{ state: 'dead' }}>
          <Trans>To the outbox</Trans>
        </Link>
      )
    case 'sounds':
      return (
        <Link to="/audio-library">
          <Trans>To the audio library</Trans>
        </Link>
      )
    default:
      return null
  }
}

function SystemCard({ system }: { system: System }) {
  const { t, i18n } = useLingui()
  const times = useTimes()
  const size = (bytes: number) => bytesText(bytes, i18n.locale)
  const used = system.disk_total_bytes - system.disk_free_bytes
  return (
    <Card title={t`The system`}>
      <FactList>
        <Fact name={t`Calls now`}>{system.calls}</Fact>
        <Fact name={t`Connection to Asterisk`}>{system.connected ? <Badge tone="good">{t`Connected`}</Badge> : <Badge tone="bad">{t`Not connected`}</Badge>}</Fact>
        <Fact name={t`Letters that wait`}>
          <Link to="/outbox" search={{ state: 'waiting' }}>
            {system.letters_waiting}
          </Link>
        </Fact>
        <Fact name={t`Not delivered`}>
          <Link to="/outbox" search={{ state: 'dead' }}>
            {system.letters_dead}
          </Link>
        </Fact>
        <Fact name={t`Database`}>{size(system.database_bytes)}</Fact>
        <Fact name={t`Open pages`}>{system.pages}</Fact>
        <Fact name={t`Running since`}>{times.dayTime(system.started)}</Fact>
      </FactList>
      {system.disk_total_bytes > 0 && (
        <div className={styles.disk}>
          <span id="disk">
            <Trans>
              {size(system.disk_free_bytes)} free of {size(system.disk_total_bytes)} for sounds and recordings
            </Trans>
          </span>
          <meter aria-labelledby="disk" min={0} max={system.disk_total_bytes} value={used} high={system.disk_total_bytes * 0.9} />
        </div>
      )}
      <FactList>
        <Fact name={t`callflow`}>{system.version}</Fact>
        <Fact name={t`Asterisk`}>{system.asterisk ?? t`not known`}</Fact>
        <Fact name={t`Requests to Asterisk`}>{system.transport}</Fact>
        <Fact name={t`SQLite`}>{system.sqlite}</Fact>
        <Fact name={t`Schema`}>{system.schema}</Fact>
      </FactList>
    </Card>
  )
}
