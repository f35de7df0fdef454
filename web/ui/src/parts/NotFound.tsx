import { Trans, useLingui } from '@lingui/react/macro'
import { LinkButton } from './Button'
import { EmptyState } from './EmptyState'
import { useTitle } from './PageHeader'

/** The page for an address that leads nowhere. */
export function NotFound() {
  const { t } = useLingui()
  useTitle(t`There is no such page`)
  return (
    <EmptyState title={t`There is no such page`} heading={1} action={<LinkButton to="/">{t`To the start`}</LinkButton>}>
      <Trans>The address is wrong, or what it led to is gone.</Trans>
    </EmptyState>
  )
}
