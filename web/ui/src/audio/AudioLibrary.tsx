import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function AudioLibrary() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Audio library`} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
