import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { PhoneForwarded, X } from 'lucide-react'
import { useState } from 'react'
import { useLive } from '@/api/live'
import { useMay } from '@/api/session'
import { Badge, type Tone } from '@/parts/Badge'
import { IconButton } from '@/parts/Button'
import { ConfirmDialog } from '@/parts/Dialog'
import { EmptyState } from '@/parts/EmptyState'
import { Checkbox } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { callbacksQuery, queues, type Callback } from './api'
import { QueueTabs } from './QueueTabs'

const tones: Record<Callback['state'], Tone> = { waiting: 'info', calling: 'accent', done: 'good', given_up: 'bad', cancelled: 'neutral' }

/** Who kept a place in a queue and is to be called back. */
export function Callbacks() {
  const { t } = useLingui()
  const times = useTimes()
  const admin = useMay('admin')
  const queryClient = useQueryClient()
  const [all, setAll] = useState(false)
  const [asking, setAsking] = useState<Callback>()
  const { data, error, refetch } = useQuery(callbacksQuery(all))
  useLive({ queue: [['callbacks']], call: [['callbacks']], change: [['callbacks']] })
  const number = asking?.to ?? ''
  const names: Record<Callback['state'], string> = { waiting: t`Waits`, calling: t`Is being called`, done: t`Done`, given_up: t`Given up`, cancelled: t`Cancelled` }
  return (
    <>
      <PageHeader title={t`Callbacks`} description={t`Callers who hung up and kept their place. callflow calls them when it is their turn.`} />
      <QueueTabs />
      <div className={layout.filters}>
        <Checkbox label={t`Also those that are over`} checked={all} onChange={(event) => setAll(event.target.checked)} />
      </div>
      <Table
        caption={t`Callbacks`}
        rows={data}
        rowKey={(callback) => callback.id}
        error={error}
        retry={() => void refetch()}
        columns={[
          { key: 'to', header: t`Number`, cell: (callback) => callback.to },
          { key: 'queue', header: t`Queue`, cell: (callback) => callback.queue },
          { key: 'arrived', header: t`Called`, cell: (callback) => times.dayTime(callback.arrived), wideOnly: true },
          {
            key: 'state',
            header: t`State`,
            cell: (callback) => (
              <span className={layout.row}>
                <Badge tone={tones[callback.state]}>{names[callback.state]}</Badge>
                {callback.why && <span className={layout.soft}>{callback.why}</span>}
              </span>
            ),
          },
          { key: 'tries', header: t`Tries`, align: 'end', cell: (callback) => `${callback.tries} / ${callback.most_tries}`, wideOnly: true },
          {
            key: 'cancel',
            header: <span className="sr-only">{t`Actions`}</span>,
            align: 'end',
            cell: (callback) =>
              admin &&
              callback.state === 'waiting' && (
                <IconButton size="s" label={t`Do not call ${callback.to}`} onClick={() => setAsking(callback)}>
                  <X size={16} aria-hidden />
                </IconButton>
              ),
          },
        ]}
        empty={
          <EmptyState title={t`Nobody is to be called back`} picture={<PhoneForwarded size={36} />}>
            <Trans>A flow offers it to callers who wait: they press a key, hang up, and keep their place.</Trans>
          </EmptyState>
        }
      />
      <ConfirmDialog
        title={t`Do not call ${number} back?`}
        action={t`Take the place away`}
        danger
        open={asking !== undefined}
        onOpenChange={() => setAsking(undefined)}
        onConfirm={async () => {
          if (asking) await queues.cancelCallback(asking.id)
          await queryClient.invalidateQueries({ queryKey: ['callbacks'] })
        }}
      >
        <Trans>The caller loses the place, and is not told.</Trans>
      </ConfirmDialog>
    </>
  )
}
