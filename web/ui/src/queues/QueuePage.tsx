import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { MonitorPlay } from 'lucide-react'
import { useState } from 'react'
import { Problem } from '@/api/problem'
import { useMay } from '@/api/session'
import { LinkButton } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { NotFound } from '@/parts/NotFound'
import { PageHeader } from '@/parts/PageHeader'
import { RemoveButton } from '@/parts/RemoveButton'
import { PageSkeleton } from '@/parts/Skeleton'
import { Uses } from '@/parts/Uses'
import { queueQuery, queues } from './api'
import { ClosureCard } from './ClosureCard'
import { MembersCard } from './MembersCard'
import { SettingsCard } from './SettingsCard'
import { OpenBadge } from './states'

/** A queue's settings, its members, and its exceptional closure. */
export function QueuePage() {
  const { t } = useLingui()
  const { queue: name } = useParams({ from: '/shell/queues/$queue' })
  const admin = useMay('admin')
  const [shown, setShown] = useState(0)
  const { data, error, refetch } = useQuery(queueQuery(name))
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const load = async () => {
    await refetch()
    setShown(shown + 1)
  }
  if (!data && Problem.isNotFound(error)) return <NotFound />
  return (
    <>
      <PageHeader
        title={name}
        mark={data?.data.closed && <OpenBadge queue={data.data} />}
        back={{ to: '/queues', label: t`Queues` }}
        actions={
          <>
            {admin && (
              <RemoveButton
                title={t`Remove the queue ${name}?`}
                onRemove={async () => {
                  await queues.remove(name)
                  await navigate({ to: '/queues' })
                  queryClient.removeQueries(queueQuery(name))
                  await queryClient.invalidateQueries({ queryKey: ['queues', 'now'] })
                }}
              >
                <Trans>One that a flow uses, or in which somebody waits, is not removed.</Trans>
              </RemoveButton>
            )}
            <LinkButton to="/queues/$queue/wall" params={{ queue: name }} icon={<MonitorPlay size={16} aria-hidden />}>
              <Trans>Wallboard</Trans>
            </LinkButton>
          </>
        }
      />
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <PageSkeleton />}
      {data && (
        <div className={layout.sides}>
          <SettingsCard key={`${name} ${shown}`} saved={data} load={load} />
          <div className={layout.stack}>
            <MembersCard key={`${name} ${shown}`} saved={data} load={load} />
            <ClosureCard queue={data.data} />
            <Card title={t`Where it is used`}>
              <Uses of={`/queues/${encodeURIComponent(name)}/uses`} />
            </Card>
          </div>
        </div>
      )}
    </>
  )
}
