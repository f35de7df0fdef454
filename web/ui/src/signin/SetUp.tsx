import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { request } from '@/api/client'
import { Problem } from '@/api/problem'
import { LinkButton } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import { useTitle } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { Entrance } from './Entrance'
import { SetUpForm, type Link } from './SetUpForm'

/** A link leads here: that of the first start, to make the first admin, or an invitation, to choose a password. */
export function SetUp() {
  const { t } = useLingui()
  useTitle(t`Set up callflow`)
  const key = useRouterState({ select: (state) => state.location.hash })
  const { data, error, refetch } = useQuery({
    queryKey: ['setup', key],
    queryFn: async ({ signal }) => (await request<Link>('POST', '/setup/key', { body: { key }, anonymous: true, signal })).data,
    enabled: key !== '',
    staleTime: Infinity,
  })

  if (key === '') {
    return (
      <Entrance title={t`This link is not whole`}>
        <p>
          <Trans>The key behind the # is missing. Copy the whole link, up to its end.</Trans>
        </p>
      </Entrance>
    )
  }
  if (error instanceof Problem && error.code === 'link_used') {
    return (
      <Entrance title={t`This link does not work any more`}>
        <p>
          <Trans>It has been used, or has expired. Sign in if you have a password; otherwise ask an administrator for a new link.</Trans>
        </p>
        <LinkButton to="/signin" variant="primary">{t`Sign in`}</LinkButton>
      </Entrance>
    )
  }
  if (error) {
    return (
      <Entrance title={t`Set up callflow`}>
        <ErrorBox error={error} retry={() => void refetch()} />
      </Entrance>
    )
  }
  if (!data) {
    return (
      <Entrance title={t`Set up callflow`}>
        <PageSkeleton />
      </Entrance>
    )
  }
  const name = data.full_name || data.user
  return data.user === '' ? (
    <Entrance title={t`Set up callflow`} description={t`You will be its first administrator. The link works once.`}>
      <SetUpForm linkKey={key} link={data} />
    </Entrance>
  ) : (
    <Entrance title={t`Welcome, ${name}`} description={t`Choose a password. You sign in as ${data.user} with it. The link works once.`}>
      <SetUpForm linkKey={key} link={data} />
    </Entrance>
  )
}
