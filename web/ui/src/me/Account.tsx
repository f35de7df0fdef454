import { useLingui } from '@lingui/react/macro'
import { PageHeader } from '@/parts/PageHeader'

export function Account() {
  const { t } = useLingui()
  return <PageHeader title={t`Account`} />
}
