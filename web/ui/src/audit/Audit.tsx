import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function Audit() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Audit log`} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
