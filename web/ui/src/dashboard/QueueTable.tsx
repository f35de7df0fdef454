import { Trans, useLingui } from '@lingui/react/macro'
import { Badge } from '@/parts/Badge'
import { Table } from '@/parts/Table'
import { lasted } from '@/parts/times'
import type { Summary } from './summary'

/** The queues as they are now. */
export function QueueTable({ queues }: { queues: Summary['queues'] }) {
  const { t } = useLingui()
  return (
    <Table
      caption={t`Queues`}
      rows={queues}
      rowKey={({ name }) => name}
      empty={null}
      columns={[
        { key: 'name', header: <Trans>Queue</Trans>, cell: ({ name, open }) => <>{name} {!open && <Badge>{t`Closed`}</Badge>}</> },
        { key: 'waiting', header: <Trans>Waiting</Trans>, align: 'end', cell: ({ waiting }) => (waiting > 0 ? <Badge tone="warn">{waiting}</Badge> : waiting) },
        { key: 'longest', header: <Trans>Longest wait</Trans>, align: 'end', wideOnly: true, cell: ({ longest_wait_s: wait, waiting }) => (waiting > 0 ? lasted(wait) : '–') },
        { key: 'talking', header: <Trans>Talking</Trans>, align: 'end', cell: ({ talking }) => talking },
        { key: 'ready', header: <Trans>Ready</Trans>, align: 'end', cell: ({ ready, agents }) => t`${ready} of ${agents}` },
        { key: 'level', header: <Trans>Service level</Trans>, align: 'end', wideOnly: true, cell: ({ service_level: level }) => `${Math.round(level * 100)} %` },
      ]}
    />
  )
}
