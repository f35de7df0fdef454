import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Plus, Workflow } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { Select, TextField } from '@/parts/Field'
import { Filters } from '@/parts/Filters'
import { PageHeader } from '@/parts/PageHeader'
import { Segmented } from '@/parts/Segmented'
import { flowsQuery } from './flow'
import { FlowTable } from './FlowTable'
import { NewFlow } from './NewFlow'
import { flowsRoute } from './routes'

/** All flows: those of the business, and those of single people. */
export function Flows() {
  const { t } = useLingui()
  const search = flowsRoute.useSearch()
  const navigate = flowsRoute.useNavigate()
  const mayEdit = useMay('flows')
  const { tab, q, kind, status } = search
  const flows = useQuery(flowsQuery({ direct: tab === 'direct', kind, status, q: useDeferredValue(q) }))
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const filtered = q !== undefined || kind !== undefined || status !== undefined
  const newFlow = mayEdit && (
    <Button variant="primary" icon={<Plus size={16} aria-hidden />} onClick={() => set({ new: true })}>
      <Trans>New flow</Trans>
    </Button>
  )

  return (
    <>
      <PageHeader title={t`Flows`} description={t`A flow says what happens to a call or a text. Numbers run flows.`} actions={newFlow} />
      <Filters label={t`Filter the flows`}>
        <Segmented
          label={t`Which flows`}
          hideLabel
          value={tab ?? 'business'}
          onValue={(value) => set({ tab: value === 'direct' ? value : undefined })}
          choices={[
            { value: 'business', label: t`Business` },
            { value: 'direct', label: t`Direct` },
          ]}
        />
        <TextField label={t`Name`} type="search" value={q ?? ''} onChange={(event) => set({ q: event.target.value || undefined })} />
        <Select
          label={t`Status`}
          value={status ?? ''}
          onChange={(event) => set({ status: (event.target.value || undefined) as typeof status })}
          choices={[
            { value: '', label: t`All` },
            { value: 'draft', label: t`Draft` },
            { value: 'available', label: t`Available` },
            { value: 'active', label: t`Active` },
          ]}
        />
        <Select
          label={t`For`}
          value={kind ?? ''}
          onChange={(event) => set({ kind: (event.target.value || undefined) as typeof kind })}
          choices={[
            { value: '', label: t`Calls and texts` },
            { value: 'voice', label: t`Calls` },
            { value: 'text', label: t`Texts` },
          ]}
        />
      </Filters>
      <FlowTable
        flows={flows.data}
        error={flows.error}
        retry={() => void flows.refetch()}
        empty={
          filtered ? (
            <EmptyState title={t`No flow is like this`}>
              <Trans>Take away a filter, or look among the other flows.</Trans>
            </EmptyState>
          ) : tab === 'direct' ? (
            <EmptyState title={t`There is no direct flow yet`} picture={<Workflow size={32} />}>
              <Trans>A direct flow belongs to one person: what happens when somebody calls just them. They are made beside people.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`There is no flow yet`} picture={<Workflow size={32} />} action={newFlow}>
              <Trans>Start from a template, such as business hours or a menu, fill in who is rung, and publish it. Then give it to a number.</Trans>
            </EmptyState>
          )
        }
      />
      {mayEdit && <NewFlow open={search.new === true} number={search.number} onClose={() => set({ new: undefined, number: undefined })} />}
    </>
  )
}
