import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { account, signedInQuery } from '@/api/account'
import { Badge } from '@/parts/Badge'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ConfirmDialog } from '@/parts/Dialog'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import styles from './Account.module.css'
import { browserOf } from './agent'

export function SessionsCard() {
  const { t } = useLingui()
  const times = useTimes()
  const toast = useToast()
  const queries = useQueryClient()
  const { data, error, refetch } = useQuery(signedInQuery)
  const [asking, setAsking] = useState(false)
  const others = (data ?? []).some((session) => !session.current)
  return (
    <Card
      title={t`Where you are signed in`}
      actions={
        others && (
          <Button size="s" onClick={() => setAsking(true)}>
            <Trans>Sign out everywhere else</Trans>
          </Button>
        )
      }
    >
      <Table
        caption={t`Where you are signed in`}
        rows={data}
        rowKey={(session) => session.created + session.agent + session.address}
        error={error}
        retry={() => void refetch()}
        empty={null}
        columns={[
          {
            key: 'agent',
            header: t`Browser`,
            cell: (session) => (
              <span className={styles.agent} title={session.agent}>
                {browserOf(session.agent) || t`Unknown`}
                <small>{session.address}</small>
              </span>
            ),
          },
          { key: 'seen', header: t`Last used`, cell: (session) => times.ago(session.seen) },
          { key: 'created', header: t`Since`, cell: (session) => times.dayTime(session.created), wideOnly: true },
          { key: 'current', header: <span className="sr-only">{t`State`}</span>, align: 'end', cell: (session) => session.current && <Badge tone="good">{t`This one`}</Badge> },
        ]}
      />
      <ConfirmDialog
        title={t`Sign out everywhere else?`}
        action={t`Sign out`}
        open={asking}
        onOpenChange={setAsking}
        onConfirm={async () => {
          await account.signOutElsewhere()
          toast.done(t`You are signed out everywhere else.`)
          await queries.invalidateQueries(signedInQuery)
        }}
      >
        <Trans>Whoever uses your account in another browser has to sign in again. This one stays.</Trans>
      </ConfirmDialog>
    </Card>
  )
}
