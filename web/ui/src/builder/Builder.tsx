import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'
import { flowRoute } from './routes'

export function Builder() {
  const { t } = useLingui()
  const { id } = flowRoute.useParams()
  return (
    <>
      <PageHeader title={t`Flow ${id}`} back={{ to: '/flows', label: t`Flows` }} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
