import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function Health() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`System health`} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
