import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Download, History, X } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useLive } from '@/api/live'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { Select, TextField } from '@/parts/Field'
import { Filters } from '@/parts/Filters'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { save } from '@/parts/save'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import { auditQuery, auditTable } from './api'
import styles from './Audit.module.css'
import { EntryDialog } from './EntryDialog'
import { auditRoute } from './routes'
import { useActionName, useKindNames, useWhoName } from './words'

/** Who changed what, and when. */
export function Audit() {
  const { t } = useLingui()
  const times = useTimes()
  const toast = useToast()
  const kinds = useKindNames()
  const actionName = useActionName()
  const whoName = useWhoName()
  const { entry, ...search } = auditRoute.useSearch()
  const navigate = auditRoute.useNavigate()
  const filter = useDeferredValue(search)
  const list = useInfiniteQuery(auditQuery(filter))
  useLive({ change: [['audit']] })
  const rows = list.data?.pages.flatMap(({ items }) => items)
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change, entry: undefined }), replace: true })
  const filtered = Object.values(search).some((value) => value !== undefined)
  const chosenKind = search.kind !== undefined && !(search.kind in kinds) ? [{ value: search.kind, label: search.kind }] : []

  return (
    <>
      <PageHeader
        title={t`Audit log`}
        description={t`Who changed what, newest first, in the browser, by a program or on the command line. Nobody can change the log.`}
        actions={
          <Button icon={<Download size={16} aria-hidden />} onClick={() => void auditTable(search).then((table) => save(table, 'audit.csv', 'text/csv'), toast.problem)}>
            <Trans>CSV</Trans>
          </Button>
        }
      />
      <Filters label={t`Filter the log`}>
        <TextField label={t`Who, what or which`} type="search" maxLength={100} value={search.q ?? ''} onChange={(event) => set({ q: event.target.value || undefined })} />
        <Select
          label={t`Kind`}
          value={search.kind ?? ''}
          onChange={(event) => set({ kind: event.target.value || undefined })}
          choices={[{ value: '', label: t`All` }, ...chosenKind, ...Object.entries(kinds).map(([value, label]) => ({ value, label }))]}
        />
        <TextField label={t`From`} type="date" value={search.since ?? ''} onChange={(event) => set({ since: event.target.value || undefined })} />
        <TextField label={t`To`} type="date" value={search.until ?? ''} onChange={(event) => set({ until: event.target.value || undefined })} />
        {filtered && (
          <Button variant="quiet" icon={<X size={16} aria-hidden />} onClick={() => void navigate({ search: {}, replace: true })}>
            <Trans>All changes</Trans>
          </Button>
        )}
      </Filters>
      {(search.who !== undefined || search.name !== undefined) && (
        <p className={styles.only}>
          {search.who !== undefined && <Trans>Only what {whoName(search.who)} did.</Trans>} {search.name !== undefined && <Trans>Only changes to {search.name}.</Trans>}
        </p>
      )}
      <Table
        caption={t`Changes`}
        rows={rows}
        rowKey={({ id }) => id}
        error={list.error}
        retry={() => void list.refetch()}
        more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, fetch: list.fetchNextPage }}
        selected={({ id }) => id === entry}
        empty={
          filtered ? (
            <EmptyState title={t`No change is like this`}>
              <Trans>Take away a filter, or look at a longer time.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`Nothing was changed yet`} picture={<History size={32} />}>
              <Trans>Each change of flows, numbers, people and settings is written down here, with what it was before.</Trans>
            </EmptyState>
          )
        }
        columns={[
          {
            key: 'what',
            header: <Trans>What</Trans>,
            cell: (row) => (
              <Link from={auditRoute.fullPath} search={(before) => ({ ...before, entry: row.id })} className={styles.what}>
                {kinds[row.kind] ?? row.kind} <bdi>{row.name}</bdi> {actionName(row.action)}
              </Link>
            ),
          },
          { key: 'who', header: <Trans>Who</Trans>, cell: ({ who }) => <bdi className={styles.who}>{whoName(who)}</bdi> },
          {
            key: 'at',
            header: <Trans>When</Trans>,
            cell: ({ at }) => (
              <time dateTime={at} className={layout.soft}>
                {times.dayTime(at)}
              </time>
            ),
          },
        ]}
      />
      {entry !== undefined && <EntryDialog id={entry} close={() => void navigate({ search: (before) => ({ ...before, entry: undefined }), replace: true })} />}
    </>
  )
}
