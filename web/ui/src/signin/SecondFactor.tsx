import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { api } from '@/api/client'
import { queryClient } from '@/app/queries'
import { Button } from '@/parts/Button'
import { useTitle } from '@/parts/PageHeader'
import { Entrance } from './Entrance'
import { SecondFactorSteps } from './SecondFactorSteps'
import { secondFactorRoute } from './routes'

/** Whose company asks everybody for a second factor sets one up here, before anything else. */
export function SecondFactor() {
  const { t } = useLingui()
  const router = useRouter()
  const { next } = secondFactorRoute.useSearch()
  useTitle(t`Set up a second factor`)

  async function signOut() {
    await api.delete('/session')
    queryClient.clear()
    router.history.push('/signin')
  }

  return (
    <Entrance
      title={t`Set up a second factor`}
      description={t`Your company asks everybody for one: a code of an authenticator app, such as on your phone, beside the password. It takes a minute.`}
    >
      <SecondFactorSteps onDone={() => router.history.replace(next ?? '/')} />
      <div>
        <Button variant="quiet" onClick={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Button>
      </div>
    </Entrance>
  )
}
