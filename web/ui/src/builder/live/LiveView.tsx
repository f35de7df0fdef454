import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { useSession } from '@/api/session'
import { ErrorBox } from '@/parts/ErrorBox'
import { Select, TextField } from '@/parts/Field'
import { Segmented } from '@/parts/Segmented'
import { PageSkeleton } from '@/parts/Skeleton'
import { useCatalog } from '../catalog/nodeTypes'
import type { FlowDocument } from '../model/document'
import { revisionQuery, revisionsQuery, type FlowHead } from '../page/flowQueries'
import { FlowPicture } from '../picture/FlowPicture'
import { flowRoute } from '../routes'
import { useBuilder, useEditing, useUi } from '../state/context'
import { LiveOutline } from './LiveOutline'
import frame from '../Builder.module.css'
import styles from './LiveView.module.css'
import { MovingCalls } from './MovingCalls'
import { NodePanel } from './NodePanel'
import { daysOf, type PeriodName } from './period'
import { useCallsBehind } from './useCallsBehind'
import { useLiveFlow } from './useLiveFlow'

/** Calls as they go through what runs, and how many went which way in a period. */
export function LiveView({ head }: { head: FlowHead }) {
  const { t } = useLingui()
  const { flowId } = useBuilder()
  const search = flowRoute.useSearch()
  const revision = search.revision ?? (head.live_revision || head.latest_revision)
  const drawn = useQuery(revisionQuery(flowId, revision))
  if (drawn.error) {
    return (
      <div className={frame.failed}>
        <ErrorBox error={drawn.error} retry={() => void drawn.refetch()} />
      </div>
    )
  }
  if (!drawn.data) return <PageSkeleton />
  return (
    <section className={styles.view} aria-label={t({ message: 'Live', context: 'calls as they go' })}>
      <View key={revision} head={head} revision={revision} document={drawn.data.document} />
    </section>
  )
}

type Props = { head: FlowHead; revision: number; document: FlowDocument }

function View({ head, revision, document }: Props) {
  const { t } = useLingui()
  const { flowId } = useBuilder()
  const { timezone } = useSession()
  const catalog = useCatalog()
  const search = flowRoute.useSearch()
  const go = flowRoute.useNavigate()
  const view = useUi((state) => state.view)
  const period = search.period ?? 'today'
  const { since, until } = daysOf(period, search, timezone)
  const days = useMemo(() => ({ since, until }), [since, until])
  const { live, numbers, outcomes, error, retry } = useLiveFlow({ flow: flowId, revision, document }, days, search.revision)
  const { calls } = useSyncExternalStore(live.subscribe, () => live.state)
  const { open } = useCallsBehind(days)
  const ends = useMemo(
    () => Object.fromEntries([...(numbers?.nodes ?? [])].flatMap(([id, { hungUp, ended }]) => (hungUp + ended > 0 ? [[id, { hungUp, ended }]] : []))),
    [numbers],
  )
  const nameOf = (id: string) => document.nodes[id]?.label || catalog.title(document.nodes[id]?.type ?? '') || id
  const choose = (node: string | undefined) => void go({ search: (before) => ({ ...before, at: node }), replace: true, resetScroll: false })

  /** The calls behind an edge, or what they left by where several outcomes go the same way. */
  function follow(node: string, meant: (left: { outcome: string; way: string | undefined }) => boolean) {
    const left = numbers?.nodes.get(node)?.left.filter(meant) ?? []
    if (left.length === 1 && left[0]) open(node, left[0].outcome)
    else choose(node)
  }

  return (
    <>
      <Bar head={head} calls={calls.length} period={period} />
      {error !== null && <ErrorBox error={error} retry={retry} />}
      <div className={frame.body}>
        {view !== 'picture' && (
          <div className={view === 'both' ? frame.beside : frame.alone}>
            <LiveOutline document={document} calls={calls} numbers={numbers} days={days} nameOf={nameOf} chosen={search.at} onNode={choose} />
          </div>
        )}
        {view !== 'outline' && (
          <div className={frame.picture}>
            <FlowPicture
              document={document}
              label={t`Calls in ${head.name}; the outline says the same in words`}
              outcomes={outcomes}
              stats={numbers?.edges}
              ends={ends}
              onNode={choose}
              onEdge={(node, way) => follow(node, (left) => left.way === way)}
              onEnd={(node, end) => follow(node, ({ outcome, way }) => way === undefined && (outcome === 'hung_up') === (end === 'hungUp'))}
              upon={(nodes) => <MovingCalls live={live} nodes={nodes} nameOf={nameOf} onNode={choose} />}
            />
          </div>
        )}
        {search.at !== undefined && document.nodes[search.at] && (
          <NodePanel
            id={search.at}
            name={nameOf(search.at)}
            document={document}
            calls={calls.filter(({ node }) => node === search.at)}
            numbers={numbers?.nodes.get(search.at)}
            days={days}
            onClose={() => choose(undefined)}
          />
        )}
      </div>
    </>
  )
}

/** How many calls there are now, what is drawn, and of which time the numbers are. */
function Bar({ head, calls, period }: { head: FlowHead; calls: number; period: PeriodName }) {
  const { t } = useLingui()
  const { flowId, store } = useBuilder()
  const search = flowRoute.useSearch()
  const go = flowRoute.useNavigate()
  const unsaved = useEditing(() => store.difference === 'changed')
  const revisions = useQuery(revisionsQuery(flowId)).data ?? []
  const set = (change: Partial<typeof search>) => void go({ search: (before) => ({ ...before, ...change }), replace: true })
  const runs = head.live_revision
  const differs = unsaved || head.latest_revision !== runs
  return (
    <div className={styles.bar}>
      <p className={styles.now} role="status">
        <i data-any={calls > 0} />
        <Plural value={calls} one="# call now" other="# calls now" />
      </p>
      <Segmented
        label={t`Numbers of`}
        hideLabel
        value={period}
        onValue={(value: PeriodName) => set({ period: value })}
        choices={[
          { value: 'today', label: t`Today` },
          { value: 'week', label: t`7 days` },
          { value: 'month', label: t`30 days` },
          { value: 'own', label: t`Period` },
        ]}
      />
      {period === 'own' && (
        <div className={styles.days}>
          <TextField label={t`From`} type="date" value={search.since ?? ''} onChange={({ target }) => set({ since: target.value || undefined })} />
          <TextField label={t`Before`} type="date" value={search.until ?? ''} onChange={({ target }) => set({ until: target.value || undefined })} />
        </div>
      )}
      <div className={styles.revision}>
        <Select
          label={t`Revision`}
          value={String(search.revision ?? '')}
          onChange={({ target }) => set({ revision: Number(target.value) || undefined })}
          choices={[
            { value: '', label: runs > 0 ? t`${runs}, which runs: all calls` : t`${head.latest_revision}, the newest: all calls` },
            ...revisions.map(({ number }) => ({ value: String(number), label: t`${number}: only its calls` })),
          ]}
        />
      </div>
      {runs === 0 ? (
        <p className={styles.note}>
          <Trans>Nothing of this flow runs yet: publish it, and give it a number. Test calls are here already.</Trans>
        </p>
      ) : (
        differs &&
        search.revision === undefined && (
          <p className={styles.note}>
            <Trans>Revision {runs} is drawn, which runs. What is edited differs from it.</Trans>
          </p>
        )
      )}
    </div>
  )
}
