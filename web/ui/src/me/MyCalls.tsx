import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Card } from '@/parts/Card'
import layout from '@/parts/Layout.module.css'
import { Table } from '@/parts/Table'
import { lasted, useTimes } from '@/parts/times'
import { myCallsQuery } from './api'

/** The newest calls that I answered, or missed. */
export function MyCalls({ of }: { of: 'calls' | 'missed' }) {
  const { t } = useLingui()
  const times = useTimes()
  const { data, error, refetch } = useQuery(myCallsQuery(of))
  const missed = of === 'missed'
  const title = missed ? t`Missed calls` : t`My calls`
  return (
    <Card title={title} description={missed ? t`Of the last two days: they rang you, and the callers reached nobody.` : undefined}>
      <Table
        caption={title}
        rows={data}
        rowKey={(call) => call.id}
        error={error}
        retry={() => void refetch()}
        columns={[
          { key: 'caller', header: t`Caller`, cell: (call) => <bdi>{call.caller_name || call.caller || t`Hidden number`}</bdi> },
          { key: 'started', header: t`When`, cell: (call) => times.dayTime(call.started) },
          { key: 'number', header: t`Number`, cell: (call) => call.number, wideOnly: true },
          { key: 'lasted', header: missed ? t`Waited` : t`Talked`, align: 'end', cell: (call) => lasted(missed ? call.duration_s : call.talked_s) },
        ]}
        empty={<p className={layout.soft}>{missed ? t`You missed none.` : t`You have answered none yet.`}</p>}
      />
    </Card>
  )
}
