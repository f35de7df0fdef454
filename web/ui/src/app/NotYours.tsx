import { Trans, useLingui } from '@lingui/react/macro'
import { Lock } from 'lucide-react'
import { useSession } from '@/api/session'
import { LinkButton } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { useTitle } from '@/parts/PageHeader'

/** In place of a page that whoever is signed in has no right to see. */
export function NotYours() {
  const { t } = useLingui()
  const { user } = useSession()
  useTitle(t`This page is not for you`)
  return (
    <EmptyState title={t`This page is not for you`} heading={1} picture={<Lock size={36} />} action={<LinkButton to="/me">{t`To my page`}</LinkButton>}>
      <Trans>
        You are signed in as {user}, who may not see it. An administrator can change that, under People.
      </Trans>
    </EmptyState>
  )
}
