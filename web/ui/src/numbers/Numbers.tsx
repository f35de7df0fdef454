import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Download, FileUp, Hash, Plus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { Checkbox, TextField } from '@/parts/Field'
import { Filters } from '@/parts/Filters'
import { PageHeader } from '@/parts/PageHeader'
import { save } from '@/parts/save'
import { useToast } from '@/parts/Toast'
import { AddNumber } from './AddNumber'
import { ImportNumbers } from './ImportNumbers'
import { numbersQuery, numbersTable } from './number'
import { NumberTable } from './NumberTable'
import { numbersRoute } from './routes'

export function Numbers() {
  const { t } = useLingui()
  const toast = useToast()
  const search = numbersRoute.useSearch()
  const navigate = numbersRoute.useNavigate()
  const mayChange = useMay('admin')
  const [dialog, setDialog] = useState<'add' | 'import'>()
  const { silent, ...texts } = useDeferredValue(search)
  const filter = { ...texts, unassigned: silent }
  const list = useInfiniteQuery(numbersQuery(filter))
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const filtered = Object.values(search).some((value) => value !== undefined)
  const text = (name: 'q' | 'service' | 'group' | 'flow', label: string) => (
    <TextField label={label} type="search" value={search[name] ?? ''} onChange={(event) => set({ [name]: event.target.value || undefined })} />
  )
  const add = mayChange && (
    <Button variant="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setDialog('add')}>
      <Trans>Add a number</Trans>
    </Button>
  )

  return (
    <>
      <PageHeader
        title={t`Numbers`}
        description={t`What people dial or text, and the flow that answers. A change holds from the very next call on.`}
        actions={
          <>
            <Button
              icon={<Download size={16} aria-hidden />}
              onClick={() => void numbersTable(filter).then((table) => save(table, 'numbers.csv', 'text/csv'), toast.problem)}
            >
              <Trans>CSV</Trans>
            </Button>
            {mayChange && (
              <Button icon={<FileUp size={16} aria-hidden />} onClick={() => setDialog('import')}>
                <Trans>Import</Trans>
              </Button>
            )}
            {add}
          </>
        }
      />
      <Filters label={t`Filter the numbers`}>
        {text('q', t`Number`)}
        {text('service', t`Service name`)}
        {text('group', t`Service group`)}
        {text('flow', t`Flow`)}
        <Checkbox label={t`Only those that receive nothing`} checked={silent === true} onChange={(event) => set({ silent: event.target.checked || undefined })} />
      </Filters>
      <NumberTable
        numbers={list.data?.pages.flatMap(({ items }) => items)}
        error={list.error}
        retry={() => void list.refetch()}
        more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, fetch: list.fetchNextPage }}
        empty={
          filtered ? (
            <EmptyState title={silent ? t`Every number receives something` : t`No number is like this`}>
              {silent ? <Trans>Each of them runs a flow.</Trans> : <Trans>Take away a filter.</Trans>}
            </EmptyState>
          ) : (
            <EmptyState title={t`There is no number yet`} picture={<Hash size={32} />} action={add}>
              <Trans>
                Add the numbers and extensions that your Asterisk hands to callflow, one by one or from a CSV file, and say which flow each of them runs.
              </Trans>
            </EmptyState>
          )
        }
      />
      {dialog === 'add' && <AddNumber onClose={() => setDialog(undefined)} />}
      {dialog === 'import' && <ImportNumbers onClose={() => setDialog(undefined)} />}
    </>
  )
}
