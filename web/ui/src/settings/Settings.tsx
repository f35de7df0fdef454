import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function Settings() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Settings`} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
