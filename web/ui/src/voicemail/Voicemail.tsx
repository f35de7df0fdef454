import { useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { PageHeader } from '@/parts/PageHeader'

export function Voicemail() {
  const { t } = useLingui()
  return (
    <>
      <PageHeader title={t`Voicemail`} />
      <EmptyState title={t`There is nothing here yet`} />
    </>
  )
}
