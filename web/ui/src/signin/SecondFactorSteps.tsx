import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { account } from '@/api/account'
import { sessionQuery } from '@/api/session'
import { queryClient } from '@/app/queries'
import { Confirm, RecoveryCodes } from '@/me/SecondFactorCard'
import { ErrorBox } from '@/parts/ErrorBox'
import { PageSkeleton } from '@/parts/Skeleton'

/** Sets up the second factor that a company asks everybody for: what the app needs, its code, the codes for a lost phone. */
export function SecondFactorSteps({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<string[]>()
  // Each look makes a new secret, and the one before is none any more.
  const { data, error, refetch } = useQuery({ queryKey: ['second-factor'], queryFn: account.proposeTotp, staleTime: Infinity, gcTime: 0, enabled: !codes, refetchOnMount: false })

  if (codes) return <RecoveryCodes codes={codes} onDone={() => void queryClient.refetchQueries(sessionQuery).then(onDone)} />
  return (
    <>
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <PageSkeleton />}
      {data && <Confirm {...data} onConfirmed={setCodes} />}
    </>
  )
}
