import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ListOrdered, MonitorPlay } from 'lucide-react'
import { useLive } from '@/api/live'
import { useMay } from '@/api/session'
import { AddByName } from '@/parts/AddByName'
import { EmptyState } from '@/parts/EmptyState'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { Table } from '@/parts/Table'
import { lasted } from '@/parts/times'
import { queues, wallboardQuery, type QueueNow } from './api'
import { QueueTabs } from './QueueTabs'
import { OpenBadge, since, useNow } from './states'

const free = (queue: QueueNow) => (queue.agents ?? []).filter((agent) => agent.state === 'ready').length

/** All queues, as they are now. */
export function Queues() {
  const { t } = useLingui()
  const admin = useMay('admin')
  const now = useNow()
  const { data, error, refetch } = useQuery(wallboardQuery)
  useLive({ queue: [['queues', 'now']], change: [['queues', 'now']] })
  return (
    <>
      <PageHeader title={t`Queues`} description={t`Where callers wait until one of several people is free.`} actions={admin && <AddQueue />} />
      <QueueTabs />
      <Table
        caption={t`Queues`}
        rows={data}
        rowKey={(queue) => queue.name}
        error={error}
        retry={() => void refetch()}
        columns={[
          {
            key: 'name',
            header: t`Name`,
            cell: (queue) => (
              <Link to="/queues/$queue" params={{ queue: queue.name }}>
                {queue.name}
              </Link>
            ),
          },
          { key: 'state', header: t`State`, cell: (queue) => <OpenBadge queue={queue} /> },
          { key: 'waiting', header: t`Waiting`, align: 'end', cell: (queue) => queue.waiting?.length ?? 0 },
          {
            key: 'longest',
            header: t`Longest wait`,
            align: 'end',
            cell: (queue) => (queue.waiting?.length ? lasted(Math.max(...queue.waiting.map((caller) => since(caller.entered, now)))) : '–'),
            wideOnly: true,
          },
          { key: 'free', header: t`Free agents`, align: 'end', cell: (queue) => `${free(queue)} / ${queue.agents?.length ?? 0}` },
          { key: 'answered', header: t`Answered today`, align: 'end', cell: (queue) => `${queue.figures.answered} / ${queue.figures.entered}`, wideOnly: true },
          {
            key: 'wall',
            header: <span className="sr-only">{t`Wallboard`}</span>,
            align: 'end',
            cell: (queue) => (
              <Link to="/queues/$queue/wall" params={{ queue: queue.name }} aria-label={t`Wallboard of ${queue.name}`} title={t`Wallboard of ${queue.name}`} className={layout.end}>
                <MonitorPlay size={18} aria-hidden />
              </Link>
            ),
          },
        ]}
        empty={
          <EmptyState title={t`There are no queues yet`} picture={<ListOrdered size={36} />} action={admin && <AddQueue />}>
            <Trans>In a queue callers wait with music while callflow looks for somebody who is free. A flow sends them there by the node Queue.</Trans>
          </EmptyState>
        }
      />
    </>
  )
}

function AddQueue() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  return (
    <AddByName
      title={t`Add a queue`}
      hint={t`What flows call it, such as support. It stays; all else can be changed.`}
      add={queues.add}
      onAdded={async ({ name }) => {
        await queryClient.invalidateQueries({ queryKey: ['queues'] })
        await navigate({ to: '/queues/$queue', params: { queue: name } })
      }}
    />
  )
}
