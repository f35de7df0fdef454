import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Ban, Download, FileUp, Plus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { EmptyState } from '@/parts/EmptyState'
import { TextField } from '@/parts/Field'
import { ImportTable } from '@/parts/ImportTable'
import layout from '@/parts/Layout.module.css'
import { save } from '@/parts/save'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import { blockedQuery, rules, type BlockedCaller } from './api'
import { BlockCaller } from './BlockCaller'
import { callersRoute } from './routes'

/** The callers who are not wanted. */
export function BlockedCallers() {
  const { t } = useLingui()
  const times = useTimes()
  const admin = useMay('admin')
  const queries = useQueryClient()
  const toast = useToast()
  const { q } = callersRoute.useSearch()
  const navigate = callersRoute.useNavigate()
  const [adding, setAdding] = useState(false)
  const [importing, setImporting] = useState(false)
  const list = useQuery(blockedQuery(useDeferredValue(q)))
  const add = admin && (
    <Button variant="primary" size="s" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
      <Trans>Block a caller</Trans>
    </Button>
  )

  async function letIn(caller: BlockedCaller) {
    try {
      await rules.unblock(caller)
      await queries.invalidateQueries({ queryKey: ['blocked'] })
      const again = { label: t`Undo`, onClick: () => rules.block(caller).then(() => queries.invalidateQueries({ queryKey: ['blocked'] }), toast.problem) }
      toast.done(t`${caller.number} is let in again.`, again)
    } catch (error) {
      toast.problem(error)
    }
  }

  return (
    <Card
      title={t`Blocked callers`}
      actions={
        <>
          <Button size="s" icon={<Download size={14} aria-hidden />} onClick={() => void rules.table(q).then((table) => save(table, 'blocked-callers.csv', 'text/csv'), toast.problem)}>
            <Trans>CSV</Trans>
          </Button>
          {admin && (
            <Button size="s" icon={<FileUp size={14} aria-hidden />} onClick={() => setImporting(true)}>
              <Trans>Import</Trans>
            </Button>
          )}
          {add}
        </>
      }
    >
      <form role="search" aria-label={t`Look for a blocked caller`} className={layout.fields} onSubmit={(event) => event.preventDefault()}>
        <TextField label={t`Number or reason`} type="search" value={q ?? ''} onChange={(event) => void navigate({ search: { q: event.target.value || undefined }, replace: true })} />
        <Table
          caption={t`Blocked callers`}
          rows={list.data}
          rowKey={({ number, prefix }) => `${number} ${prefix}`}
          error={list.error}
          retry={() => void list.refetch()}
          empty={
            q ? (
              <EmptyState heading={3} title={t`Nobody like this is blocked`}>
                <Trans>Look for another part of the number, or of the reason.</Trans>
              </EmptyState>
            ) : (
              <EmptyState heading={3} title={t`Nobody is blocked`} picture={<Ban size={32} />}>
                <Trans>Block a caller who annoys you, or all numbers that begin alike, such as those of a country. What becomes of their calls is said below.</Trans>
              </EmptyState>
            )
          }
          columns={[
            {
              key: 'number',
              header: <Trans>Caller</Trans>,
              cell: ({ number, prefix }) => (
                <div className={layout.two}>
                  <span style={{ whiteSpace: 'nowrap' }}>
                    {number}
                    {prefix && '…'}
                  </span>
                  {prefix && <small>{t`All numbers that begin so`}</small>}
                </div>
              ),
            },
            { key: 'reason', header: <Trans>Reason</Trans>, cell: ({ reason }) => <bdi>{reason}</bdi> },
            { key: 'created', header: <Trans>Since</Trans>, wideOnly: true, cell: ({ created }) => times.day(created) },
            ...(admin
              ? [
                  {
                    key: 'remove',
                    header: <span className="sr-only">{t`Actions`}</span>,
                    align: 'end' as const,
                    cell: (caller: BlockedCaller) => (
                      <Button size="s" aria-label={t`Let in ${caller.number} again`} onClick={() => void letIn(caller)}>
                        <Trans>Let in</Trans>
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </form>
      {importing && (
        <ImportTable
          title={t`Import blocked callers`}
          description={t`A CSV file whose first line names its columns: number, and any of prefix (true for all numbers that begin so) and reason. Who is blocked already gets the new reason.`}
          at="/blocked-callers/import"
          changes={['blocked']}
          onClose={() => setImporting(false)}
        />
      )}
      {adding && <BlockCaller onClose={() => setAdding(false)} />}
    </Card>
  )
}
