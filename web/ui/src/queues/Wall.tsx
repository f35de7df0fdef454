import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Maximize } from 'lucide-react'
import { useRef, type ReactNode } from 'react'
import { useLive } from '@/api/live'
import { Button } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import { useTitle } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { lasted, useTimes } from '@/parts/times'
import { liveQuery, type QueueNow } from './api'
import { AgentBadge, OpenBadge, since, useNow } from './states'
import styles from './Wall.module.css'

/** A queue as it is now, to be read from across a room. */
export function Wall() {
  const { t } = useLingui()
  const { queue: name } = useParams({ from: '/shell/queues/$queue/wall' })
  const times = useTimes()
  const now = useNow()
  const { data, error, refetch } = useQuery(liveQuery(name))
  useLive({ queue: [['queues', 'now', name]], change: [['queues', 'now', name]] })
  const wall = useRef<HTMLDivElement>(null)
  useTitle(t`Wallboard of ${name}`)
  return (
    <div className={styles.wall} ref={wall}>
      <header className={styles.header}>
        <h1>
          <Link to="/queues/$queue" params={{ queue: name }}>
            {name}
          </Link>
        </h1>
        {data && <OpenBadge queue={data} />}
        <span className={styles.clock}>{times.time(new Date(now))}</span>
        {document.fullscreenEnabled && (
          <Button size="s" icon={<Maximize size={16} aria-hidden />} onClick={() => void (document.fullscreenElement ? document.exitFullscreen() : wall.current?.requestFullscreen())}>
            <Trans>Full screen</Trans>
          </Button>
        )}
      </header>
      <ErrorBox error={error} retry={() => void refetch()} />
      {data ? <Board queue={data} now={now} /> : !error && <PageSkeleton />}
    </div>
  )
}

function Board({ queue, now }: { queue: QueueNow; now: number }) {
  const { t, i18n } = useLingui()
  const [waiting, talking, agents] = [queue.waiting ?? [], queue.talking ?? [], queue.agents ?? []]
  const longest = Math.max(0, ...waiting.map((caller) => since(caller.entered, now)))
  const free = agents.filter((agent) => agent.state === 'ready' && !agent.ringing).length
  const { figures } = queue
  const percent = new Intl.NumberFormat(i18n.locale, { style: 'percent' }).format(figures.service_level)
  return (
    <>
      <dl className={styles.figures}>
        <Figure label={t`Waiting`} tone={waiting.length === 0 ? 'good' : free === 0 ? 'bad' : 'warn'}>{waiting.length}</Figure>
        <Figure label={t`Longest wait`} tone={longest > queue.service_level_s ? 'bad' : undefined}>{lasted(longest)}</Figure>
        <Figure label={t`Free agents`} tone={free === 0 ? 'bad' : 'good'}>
          {free}
          <small> / {agents.length}</small>
        </Figure>
        <Figure label={t`On a call`}>{talking.length}</Figure>
        <Figure label={t`Answered today`}>
          {figures.answered}
          <small> / {figures.entered}</small>
        </Figure>
        <Figure label={t`Lost today`} tone={figures.abandoned > 0 ? 'warn' : undefined}>{figures.abandoned}</Figure>
        <Figure label={t`Within ${queue.service_level_s} s`}>{percent}</Figure>
        <Figure label={t`Mean wait`}>{lasted(figures.mean_wait_s)}</Figure>
      </dl>
      <div className={styles.lists}>
        <section>
          <h2>{t`Callers`}</h2>
          {waiting.length + talking.length === 0 && <p className={styles.none}>{t`Nobody waits.`}</p>}
          <ul aria-label={t`Callers`}>
            {waiting.map((caller) => (
              <li key={caller.call}>
                <bdi>{caller.caller || t`Hidden number`}</bdi>
                <span>{caller.ringing?.length ? t`rings ${caller.ringing.join(', ')}` : t`waits`}</span>
                <b>{lasted(since(caller.entered, now))}</b>
              </li>
            ))}
            {talking.map((caller) => (
              <li key={caller.call}>
                <bdi>{caller.caller || t`Hidden number`}</bdi>
                <span>{t`talks to ${caller.agent ?? ''}`}</span>
                <b>{lasted(since(caller.answered, now))}</b>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2>{t`Agents`}</h2>
          {agents.length === 0 && <p className={styles.none}>{t`Nobody serves this queue.`}</p>}
          <ul aria-label={t`Agents`}>
            {agents.map((agent) => (
              <li key={agent.user}>
                <bdi>{agent.user}</bdi>
                <AgentBadge agent={agent} />
                <b>{agent.since ? lasted(since(agent.since, now)) : ''}</b>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </>
  )
}

function Figure({ label, tone, children }: { label: string; tone?: 'good' | 'warn' | 'bad' | undefined; children: ReactNode }) {
  return (
    <div className={`${styles.figure} ${tone ? styles[tone] : ''}`}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
