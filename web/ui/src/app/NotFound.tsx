import { Trans, useLingui } from '@lingui/react/macro'
import { EmptyState } from '@/parts/EmptyState'
import { LinkButton } from '@/parts/Button'
import { useTitle } from '@/parts/PageHeader'

export function NotFound() {
  const { t } = useLingui()
  useTitle(t`There is no such page`)
  return (
    <EmptyState title={t`There is no such page`} heading={1} action={<LinkButton to="/">{t`To the start`}</LinkButton>}>
      <Trans>The address is wrong, or what it led to is gone.</Trans>
    </EmptyState>
  )
}
