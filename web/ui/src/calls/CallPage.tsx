import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Problem } from '@/api/problem'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { NotFound } from '@/parts/NotFound'
import { PageHeader } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { Player } from '@/parts/sound/Player'
import { useTimes } from '@/parts/times'
import { callQuery } from './call'
import styles from './CallPage.module.css'
import { CallState } from './CallState'
import { Facts } from './Facts'
import { ReplayButtons } from './ReplayButtons'
import { callRoute } from './routes'
import { Timeline } from './Timeline'

// The picture's library is fetched with the picture.
const TracePicture = lazy(() => import('./TracePicture').then((module) => ({ default: module.TracePicture })))

/** A call: what became of it, its way step by step and on the picture that ran, and what was recorded. */
export function CallPage() {
  const { t } = useLingui()
  const times = useTimes()
  const { call: id } = callRoute.useParams()
  const { step } = callRoute.useSearch()
  const navigate = callRoute.useNavigate()
  const { data: call, error, refetch } = useQuery(callQuery(id))
  const back = { to: '/calls' as const, label: t`Calls` }
  if (!call && Problem.isNotFound(error)) return <NotFound />
  if (!call) {
    return (
      <>
        <PageHeader title={t`Call`} back={back} />
        {error ? <ErrorBox error={error} retry={() => void refetch()} /> : <PageSkeleton />}
      </>
    )
  }
  const choose = (seq: number | undefined) => void navigate({ search: { step: seq === step ? undefined : seq }, replace: true, resetScroll: false })
  return (
    <>
      <PageHeader
        title={call.caller ? t`Call from ${call.caller}` : t`Call from a withheld number`}
        mark={<CallState call={call} />}
        description={<time dateTime={call.started}>{times.dayTime(call.started)}</time>}
        back={back}
        actions={call.flow_id !== undefined && call.steps.length > 0 && <ReplayButtons call={call} />}
      />
      <div className={styles.page}>
        <Card title={t`What became of it`}>
          <Facts call={call} />
        </Card>
        {call.recording_files.length > 0 && (
          <Card title={t`Recordings`}>
            {call.recording_files.map((recording) => (
              <Player
                key={recording.id}
                title={t`${recording.node}, ${times.second(recording.started)}`}
                sound={`/recordings/${recording.id}/sound`}
                peaks={`/recordings/${recording.id}/peaks`}
                duration={recording.duration_s}
              />
            ))}
          </Card>
        )}
        {call.document && (
          <Card title={t`On the picture`} description={t`As the flow was when the call ran it. Click a node to see its step.`}>
            <Suspense fallback={<div className={styles.picture} />}>
              <TracePicture call={call} step={step} onStep={choose} />
            </Suspense>
          </Card>
        )}
        <Card title={t`Step by step`}>
          {call.steps.length > 0 ? (
            <Timeline call={call} step={step} onStep={choose} />
          ) : (
            <p>
              <Trans>The call took no step: it reached no flow.</Trans>
            </p>
          )}
        </Card>
      </div>
    </>
  )
}
