import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { LinkButton } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { Skeleton } from '@/parts/Skeleton'
import { boxQuery } from './api'

/** A box on the page of its person or group: what is in it, and the ways to its messages and settings. */
export function MailboxCard({ box }: { box: string }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQuery(boxQuery('/mailboxes', box))
  return (
    <Card title={t`Mailbox`}>
      <div className={layout.fields}>
        <ErrorBox error={error} retry={() => void refetch()} />
        {data ? (
          <p>
            <Plural value={data.data.new} _0="No new message" one="# new message" other="# new messages" />
            {' · '}
            {data.data.greeting ? t`a greeting of its own` : t`the flow’s greeting`}
          </p>
        ) : (
          !error && <Skeleton width="60%" />
        )}
        <div className={layout.row}>
          <LinkButton size="s" to="/voicemail" search={{ box }}>
            <Trans>Messages</Trans>
          </LinkButton>
          <LinkButton size="s" to="/voicemail/$box" params={{ box }}>
            <Trans>Greeting and PIN</Trans>
          </LinkButton>
        </div>
      </div>
    </Card>
  )
}
