import { useLingui } from '@lingui/react/macro'
import { useLive } from '@/api/live'
import { useSession } from '@/api/session'
import { Card } from '@/parts/Card'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { BoxSettings } from '@/voicemail/BoxSettings'
import { Messages } from '@/voicemail/Messages'
import { MyCalls } from './MyCalls'
import { MyQueues } from './MyQueues'

/** The page of somebody who takes calls: what I do, whom I missed, and what was left for me. */
export function Me() {
  const { t } = useLingui()
  const { full_name, user } = useSession()
  // One for all of the page: a browser has few connections for one server.
  useLive({ queue: [['me']], call: [['me']], messages: [['/me/voicemail'], ['mailboxes']] })
  return (
    <>
      <PageHeader title={t`My page`} description={full_name || user} />
      <div className={layout.stack}>
        <MyQueues />
        <div className={layout.pair}>
          <MyCalls of="missed" />
          <MyCalls of="calls" />
        </div>
        <Card title={t`My voicemail`}>
          <Messages base="/me/voicemail" may />
        </Card>
        {user && (
          <section className={layout.stack} aria-labelledby="my-mailbox">
            <h2 id="my-mailbox">{t`My mailbox`}</h2>
            <BoxSettings base="/me/mailboxes" box={`user:${user}`} may />
          </section>
        )}
      </div>
    </>
  )
}
