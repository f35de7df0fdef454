import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function Me() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`My page`} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
