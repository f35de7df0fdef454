import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { Fact, FactList } from '@/parts/FactList'
import layout from '@/parts/Layout.module.css'
import { Skeleton } from '@/parts/Skeleton'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { entryQuery, type Entry } from './api'
import styles from './Audit.module.css'
import { changesOf } from './changes'
import { auditRoute } from './routes'
import { useActionName, useKindNames, useWhoName } from './words'

/** One change, field by field. */
export function EntryDialog({ id, close }: { id: number; close: () => void }) {
  const { t } = useLingui()
  const kinds = useKindNames()
  const actionName = useActionName()
  const { data, error, refetch } = useQuery(entryQuery(id))
  return (
    <Dialog title={data ? `${kinds[data.kind] ?? data.kind} ${data.name} ${actionName(data.action)}` : t`A change`} size="l" open onOpenChange={(is) => !is && close()}>
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton width="70%" />}
      {data && <Details entry={data} />}
    </Dialog>
  )
}

function Details({ entry }: { entry: Entry }) {
  const { t } = useLingui()
  const times = useTimes()
  const whoName = useWhoName()
  const changes = changesOf(entry.before, entry.after)
  const who = whoName(entry.who)
  return (
    <div className={styles.entry}>
      <FactList>
        <Fact name={t`Who`}>
          <bdi>{who}</bdi>
        </Fact>
        <Fact name={t`When`}>
          {times.day(entry.at)}, {times.second(entry.at)}
        </Fact>
        <Fact name={t`Name of the change`}>
          <code>{entry.action}</code>
        </Fact>
      </FactList>
      <Table
        caption={t`What is other than before`}
        rows={changes}
        rowKey={({ field }) => field}
        empty={
          <p className={layout.soft}>
            <Trans>What it was before and after is not kept for this change.</Trans>
          </p>
        }
        columns={[
          { key: 'field', header: <Trans>Field</Trans>, cell: ({ field }) => (field === '' ? t`Value` : <code>{field}</code>) },
          { key: 'before', header: <Trans context="how it was">Before</Trans>, cell: ({ before }) => <Value value={before} /> },
          { key: 'after', header: <Trans>After</Trans>, cell: ({ after }) => <Value value={after} /> },
        ]}
      />
      <p className={layout.row}>
        <Link from={auditRoute.fullPath} search={{ who: entry.who }}>
          <Trans>Everything that {who} changed</Trans>
        </Link>
        {entry.name !== '' && (
          <Link from={auditRoute.fullPath} search={{ kind: entry.kind, name: entry.name }}>
            <Trans>All changes to {entry.name}</Trans>
          </Link>
        )}
      </p>
    </div>
  )
}

function Value({ value }: { value: string | undefined }) {
  const { t } = useLingui()
  if (value === undefined) return <span className={styles.none}>{t`none`}</span>
  if (value === '') return <span className={styles.none}>{t`empty`}</span>
  return (
    <code className={styles.value} dir="auto">
      {value}
    </code>
  )
}
