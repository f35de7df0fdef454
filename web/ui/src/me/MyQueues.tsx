import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { Table } from '@/parts/Table'
import { lasted } from '@/parts/times'
import { AgentBadge, since, useNow } from '@/queues/states'
import { act, myQueuesQuery, type Act, type MyQueue } from './api'

/** What I do in the queues that I serve. */
export function MyQueues() {
  const { t } = useLingui()
  const now = useNow()
  const queries = useQueryClient()
  const [error, setError] = useState<unknown>()
  const { data, error: failed, refetch } = useQuery(myQueuesQuery)

  async function go(what: Act, queue?: string) {
    setError(undefined)
    try {
      queries.setQueryData(myQueuesQuery.queryKey, await act(what, queue))
    } catch (problem) {
      setError(problem)
    }
  }
  const buttons = (queue: MyQueue) => (
    <span className={layout.row}>
      {!queue.logged_in ? (
        <Button size="s" aria-label={t`Log in to ${queue.name}`} onClick={() => void go('login', queue.name)}>{t`Log in`}</Button>
      ) : (
        <>
          {queue.state === 'paused' ? (
            <Button size="s" aria-label={t`Resume in ${queue.name}`} onClick={() => void go('resume', queue.name)}>{t({ message: 'Resume', context: 'take calls again' })}</Button>
          ) : (
            <Button size="s" aria-label={t`Pause in ${queue.name}`} onClick={() => void go('pause', queue.name)}>{t({ message: 'Pause', context: 'take no calls' })}</Button>
          )}
          <Button size="s" aria-label={t`Log out of ${queue.name}`} onClick={() => void go('logout', queue.name)}>{t`Log out`}</Button>
        </>
      )}
    </span>
  )
  const some = (test: (queue: MyQueue) => boolean) => (data?.length ?? 0) > 1 && (data ?? []).some(test)
  return (
    <Card
      title={t`My queues`}
      actions={
        <>
          {some((queue) => !queue.logged_in) && <Button size="s" onClick={() => void go('login')}>{t`Log in to all`}</Button>}
          {some((queue) => queue.state === 'paused') && <Button size="s" onClick={() => void go('resume')}>{t`Resume in all`}</Button>}
          {some((queue) => queue.state !== 'paused' && queue.logged_in) && <Button size="s" onClick={() => void go('pause')}>{t`Pause in all`}</Button>}
        </>
      }
    >
      <ErrorBox error={error} />
      <Table
        caption={t`My queues`}
        rows={data}
        rowKey={(queue) => queue.name}
        error={failed}
        retry={() => void refetch()}
        columns={[
          { key: 'name', header: t`Queue`, cell: (queue) => queue.name },
          {
            key: 'state',
            header: t`State`,
            cell: (queue) => (
              <span className={layout.row}>
                <AgentBadge agent={queue} />
                {queue.caller && <bdi>{queue.caller}</bdi>}
                {queue.since && <span className={layout.soft}>{lasted(since(queue.since, now))}</span>}
              </span>
            ),
          },
          { key: 'waiting', header: t`Waiting`, align: 'end', cell: (queue) => queue.waiting, wideOnly: true },
          { key: 'act', header: <span className="sr-only">{t`Actions`}</span>, align: 'end', cell: buttons },
        ]}
        empty={<p className={layout.soft}><Trans>You serve no queue. An administrator adds you to one.</Trans></p>}
      />
    </Card>
  )
}
