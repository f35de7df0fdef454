import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { policiesQuery } from './api'
import { BlockedCallers } from './BlockedCallers'
import { Exceptions } from './Exceptions'
import { PolicyCard } from './PolicyCard'
import { RulesTabs } from './RulesTabs'

/** Who is not wanted, and what becomes of them. */
export function UnwantedCallers() {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(policiesQuery)
  const [blocked, hidden, ...exceptions] = data?.data ?? []
  return (
    <>
      <PageHeader title={t`Rules`} description={<Trans>Whom callflow does not let through, and how much may be called outside. A change holds from the very next call on.</Trans>} />
      <RulesTabs />
      <div className={layout.stack}>
        <BlockedCallers />
        <ErrorBox error={error} retry={() => void refetch()} />
        {!data && !error && <PageSkeleton />}
        {blocked && hidden && (
          <>
            <div className={layout.pair}>
              <PolicyCard policy={blocked} etag={data?.etag} />
              <PolicyCard policy={hidden} etag={data?.etag} />
            </div>
            <Exceptions policies={exceptions} etag={data?.etag} />
          </>
        )}
      </div>
    </>
  )
}
