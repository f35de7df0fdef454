import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { AudioLines, Download, PhoneCall, X } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useLive } from '@/api/live'
import { flowsQuery } from '@/flows/flow'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { Select, TextField } from '@/parts/Field'
import { Filters } from '@/parts/Filters'
import { PageHeader } from '@/parts/PageHeader'
import { save } from '@/parts/save'
import { Table } from '@/parts/Table'
import { lasted, useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import { callsQuery, callsTable, type Call } from './call'
import { CallState, useEndings } from './CallState'
import styles from './Calls.module.css'
import { callsRoute, outcomes } from './routes'
import { WayChips } from './WayChips'

export function Calls() {
  const { t } = useLingui()
  const times = useTimes()
  const toast = useToast()
  const endings = useEndings()
  const search = callsRoute.useSearch()
  const navigate = callsRoute.useNavigate()
  const filter = useDeferredValue(search)
  const list = useInfiniteQuery(callsQuery(filter))
  useLive({ call: [['calls']] })
  const flows = useQuery(flowsQuery()).data ?? []
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const filtered = Object.values(search).some((value) => value !== undefined)
  const rows = list.data?.pages.flatMap(({ items }) => items)

  return (
    <>
      <PageHeader
        title={t`Calls`}
        description={t`Every call, newest first: which way it went through its flow, and why.`}
        actions={
          <Button
            icon={<Download size={16} aria-hidden />}
            onClick={() => void callsTable(search).then((table) => save(table, 'calls.csv', 'text/csv'), toast.problem)}
          >
            <Trans>CSV</Trans>
          </Button>
        }
      />
      <Filters label={t`Filter the calls`}>
        <TextField label={t`Caller, number, flow or call`} type="search" maxLength={100} value={search.q ?? ''} onChange={(event) => set({ q: event.target.value || undefined })} />
        <TextField label={t`From`} type="date" value={search.since ?? ''} onChange={(event) => set({ since: event.target.value || undefined })} />
        <TextField label={t`Before`} type="date" value={search.until ?? ''} onChange={(event) => set({ until: event.target.value || undefined })} />
        <Select
          label={t`Outcome`}
          value={search.outcome ?? ''}
          onChange={(event) => set({ outcome: (event.target.value || undefined) as typeof search.outcome })}
          choices={[{ value: '', label: t`All` }, ...outcomes.map((value) => ({ value, label: endings[value] ?? value }))]}
        />
        <Select
          label={t`Flow`}
          value={search.flow === undefined ? '' : String(search.flow)}
          onChange={(event) => set({ flow: Number(event.target.value) || undefined, node: undefined, edge: undefined })}
          choices={[{ value: '', label: t`All` }, ...flows.map(({ id, name }) => ({ value: String(id), label: name }))]}
        />
        {filtered && (
          <Button variant="quiet" icon={<X size={16} aria-hidden />} onClick={() => void navigate({ search: {}, replace: true })}>
            <Trans>All calls</Trans>
          </Button>
        )}
      </Filters>
      {search.flow !== undefined && search.node !== undefined && <WayChips flow={search.flow} node={search.node} edge={search.edge} since={search.since} until={search.until} set={set} />}
      <Table
        caption={t`Calls`}
        rows={rows}
        rowKey={({ id }) => id}
        error={list.error}
        retry={() => void list.refetch()}
        more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, fetch: list.fetchNextPage }}
        empty={
          filtered ? (
            <EmptyState title={t`No call is like this`}>
              <Trans>Take away a filter, or look at a longer time.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`There was no call yet`} picture={<PhoneCall size={32} />}>
              <Trans>As soon as somebody calls one of your numbers, the call is here with every step that it took. Or open a flow, and call it from the page.</Trans>
            </EmptyState>
          )
        }
        columns={[
          {
            key: 'started',
            header: <Trans>When</Trans>,
            cell: (call) => (
              <Link to="/calls/$call" params={{ call: call.id }}>
                <time dateTime={call.started}>{times.dayTime(call.started)}</time>
              </Link>
            ),
          },
          { key: 'caller', header: <Trans>Caller</Trans>, cell: (call) => <Caller call={call} /> },
          { key: 'number', header: <Trans>Number</Trans>, wideOnly: true, cell: ({ number }) => number },
          { key: 'state', header: <Trans>Outcome</Trans>, cell: (call) => <CallState call={call} /> },
          { key: 'flow', header: <Trans>Flow</Trans>, wideOnly: true, cell: ({ flow }) => flow },
          {
            key: 'duration',
            header: <Trans>Lasted</Trans>,
            align: 'end',
            wideOnly: true,
            cell: (call) => (
              <span className={styles.lasted}>
                {call.recordings > 0 && <AudioLines size={14} role="img" aria-label={t`Recorded`} />}
                {lasted(call.duration_s)}
              </span>
            ),
          },
        ]}
      />
    </>
  )
}

/** Who called, by name where there is one. */
export function Caller({ call }: { call: Call }) {
  const { t } = useLingui()
  if (!call.caller) return <span className={styles.soft}>{t`withheld`}</span>
  return (
    <>
      {call.caller_name && <bdi>{call.caller_name} </bdi>}
      <span className={call.caller_name ? styles.soft : undefined}>{call.caller}</span>
      {call.outbound && <span className={styles.soft}> {t`(called)`}</span>}
    </>
  )
}
