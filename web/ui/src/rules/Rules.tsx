import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function Rules() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Rules`} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
