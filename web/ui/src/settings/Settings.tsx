import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { noticesQuery } from '@/api/notices'
import { TokensCard } from '@/me/TokensCard'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { companyQuery } from './api'
import { CompanyCard } from './CompanyCard'
import { NoticesCard } from './NoticesCard'
import { PublishingCard } from './PublishingCard'
import { SignInCard } from './SignInCard'

/** What holds for the whole company. */
export function Settings() {
  const { t } = useLingui()
  const company = useQuery(companyQuery)
  const notices = useQuery(noticesQuery)
  return (
    <>
      <PageHeader title={t`Settings`} description={t`What holds for the whole company. Changes take effect on the very next call.`} />
      <ErrorBox error={company.error ?? notices.error} retry={() => void Promise.all([company.refetch(), notices.refetch()])} />
      {(company.isPending || notices.isPending) && <PageSkeleton />}
      {company.data && notices.data && (
        <div className={layout.stack}>
          <div className={layout.pair}>
            <CompanyCard company={company.data.data} etag={company.data.etag} />
            <div className={layout.stack}>
              <NoticesCard all={notices.data} />
              <PublishingCard company={company.data.data} etag={company.data.etag} />
              <SignInCard company={company.data.data} etag={company.data.etag} />
            </div>
          </div>
          <TokensCard />
        </div>
      )}
    </>
  )
}
