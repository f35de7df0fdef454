import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { account } from '@/api/account'
import { api } from '@/api/client'
import { sessionQuery } from '@/api/session'
import { queryClient } from '@/app/queries'
import { Confirm, RecoveryCodes } from '@/me/SecondFactorCard'
import { Button } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import { useTitle } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { Entrance } from './Entrance'
import { secondFactorRoute } from './routes'

/** Whose company asks everybody for a second factor sets one up here, before anything else. */
export function SecondFactor() {
  const { t } = useLingui()
  const router = useRouter()
  const { next } = secondFactorRoute.useSearch()
  const [codes, setCodes] = useState<string[]>()
  useTitle(t`Set up a second factor`)
  // Each look makes a new secret, and the one before is none any more.
  const { data, error, refetch } = useQuery({ queryKey: ['second-factor'], queryFn: account.proposeTotp, staleTime: Infinity, gcTime: 0, enabled: !codes, refetchOnMount: false })

  async function signOut() {
    await api.delete('/session')
    queryClient.clear()
    router.history.push('/signin')
  }

  return (
    <Entrance
      title={t`Set up a second factor`}
      description={codes ? undefined : t`Your company asks everybody for one: a code of an authenticator app, such as on your phone, beside the password. It takes a minute.`}
    >
      {codes ? (
        <RecoveryCodes
          codes={codes}
          onDone={() => {
            void queryClient.refetchQueries(sessionQuery).then(() => router.history.replace(next ?? '/'))
          }}
        />
      ) : (
        <>
          <ErrorBox error={error} retry={() => void refetch()} />
          {!data && !error && <PageSkeleton />}
          {data && <Confirm {...data} onConfirmed={setCodes} />}
          <div>
            <Button variant="quiet" onClick={() => void signOut()}>
              <Trans>Sign out</Trans>
            </Button>
          </div>
        </>
      )}
    </Entrance>
  )
}
