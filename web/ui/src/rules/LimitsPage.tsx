import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { PickUser } from '@/people/PickUser'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { capsQuery } from './api'
import { CapCard } from './CapCard'
import { ChangeCap } from './ChangeCap'
import { RulesTabs } from './RulesTabs'

/** What bounds calls and texts to numbers outside, for all and for single people. */
export function LimitsPage() {
  const { t } = useLingui()
  const admin = useMay('admin')
  const { data: saved, error, refetch } = useQuery(capsQuery)
  const data = saved?.data
  const [changing, setChanging] = useState<{ user: string | undefined }>()
  const users = data?.flatMap(({ user }) => user ?? []) ?? []
  return (
    <>
      <PageHeader
        title={t`Rules`}
        description={
          <Trans>
            What bounds calls and texts to numbers outside, so that a mistake or a fraud costs little. Without other rules the company’s own country may be called; numbers abroad and those that cost extra may not.
          </Trans>
        }
      />
      <RulesTabs />
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <PageSkeleton />}
      <div className={layout.stack}>
        {data?.map((cap) => <CapCard key={cap.user ?? ''} cap={cap} etag={saved?.etag} onChange={() => setChanging({ user: cap.user })} />)}
        {data && (
          <Card title={t`Limits for one person`} description={t`They bound what rings or texts that person’s numbers outside; the company’s hold as well.`}>
            {users.length === 0 && (
              <p className={layout.soft}>
                <Trans>Nobody has any.</Trans>
              </p>
            )}
            {admin && <PickUser without={users} onPick={(user) => setChanging({ user })} />}
          </Card>
        )}
      </div>
      {changing && saved && <ChangeCap user={changing.user} saved={saved} onClose={() => setChanging(undefined)} />}
    </>
  )
}
