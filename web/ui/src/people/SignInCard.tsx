import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession, type Role } from '@/api/session'
import { useRoleName } from '@/me/rights'
import { Badge } from '@/parts/Badge'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Copy } from '@/parts/Copy'
import { ConfirmDialog, Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { Checkbox, Select } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { Stale } from '@/parts/Stale'
import { useTimes } from '@/parts/times'
import { people, signInQuery, signInsQuery, type Invitation } from './api'

const roles: Role[] = ['agent', 'viewer', 'editor', 'admin']

/** Whether a person signs in here, and what the person then may do. */
export function SignInCard({ user }: { user: string }) {
  const { t } = useLingui()
  const times = useTimes()
  const roleName = useRoleName()
  const session = useSession()
  const queries = useQueryClient()
  const { data, error: failed } = useQuery(signInsQuery)
  const [role, setRole] = useState<Role>('agent')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [invitation, setInvitation] = useState<Invitation>()
  const [reset, setReset] = useState(false)
  const [asking, setAsking] = useState(false)
  const listed = data?.some((one) => one.user === user) ?? false
  const single = useQuery({ ...signInQuery(user), enabled: listed })
  const { data: signIn, etag } = (listed && single.data) || { data: undefined, etag: undefined }
  const own = session.user === user

  const load = () => queries.invalidateQueries(signInsQuery)
  const set = (change: Parameters<typeof people.setSignIn>[1]) => act(() => people.setSignIn(user, change, etag))

  async function act(what: () => Promise<unknown>) {
    setBusy(true)
    setError(undefined)
    try {
      await what()
      await load()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const invite = () => act(async () => setInvitation(await people.invite(user, role)))
  const inviteAgain = () => act(async () => setInvitation(await people.inviteAgain(user, reset, etag)))
  const choices = roles.map((value) => ({ value, label: roleName(value) }))
  const hints: Record<Role, string> = {
    agent: t`Sees the own page only: state in queues, calls, voicemail.`,
    viewer: t`Sees everything, and changes nothing.`,
    editor: t`Sees everything, and edits flows and sounds.`,
    admin: t`May do everything.`,
  }

  return (
    <Card
      title={t`Sign-in`}
      actions={signIn?.disabled ? <Badge tone="bad">{t`Locked out`}</Badge> : signIn && (signIn.has_password ? <Badge tone="good">{t`Set up`}</Badge> : <Badge tone="warn">{t`Invited`}</Badge>)}
    >
      <ErrorBox error={failed ?? (listed ? single.error : undefined)} retry={() => void load()} />
      {data && !listed && (
        <>
          <p className={layout.soft}>
            <Trans>This person is rung, and does not sign in here. A link lets them choose a password; give it to nobody else.</Trans>
          </p>
          <Select label={t`Role`} value={role} onChange={(event) => setRole(event.target.value as Role)} hint={hints[role]} choices={choices} />
          <ErrorBox error={error} />
          <Stale error={error} load={() => act(() => Promise.resolve())} />
          <div>
            <Button variant="primary" busy={busy} onClick={() => void invite()}>
              <Trans>Invite</Trans>
            </Button>
          </div>
        </>
      )}
      {signIn && (
        <>
          <Select label={t`Role`} value={signIn.role} disabled={busy} onChange={(event) => void set({ role: event.target.value as Role })} hint={hints[signIn.role]} choices={choices} />
          {(signIn.role === 'agent' || signIn.role === 'viewer') && (
            <Checkbox label={t`May edit flows`} hint={t`Whatever the role.`} checked={signIn.edit_flows} disabled={busy} onChange={(event) => void set({ edit_flows: event.target.checked })} />
          )}
          {!own && <Checkbox label={t`Locked out`} hint={t`Sessions end at once; nothing else is lost.`} checked={signIn.disabled} disabled={busy} onChange={(event) => void set({ disabled: event.target.checked })} />}
          <p className={layout.soft}>
            {signIn.signed_in ? <Trans>Last signed in: {times.dayTime(signIn.signed_in)}.</Trans> : <Trans>Has never signed in.</Trans>}{' '}
            {signIn.totp ? <Trans>A second factor is asked for.</Trans> : <Trans>No second factor.</Trans>}
          </p>
          <ErrorBox error={error} />
          <Stale error={error} load={() => act(() => Promise.resolve())} />
          {signIn.totp && <Checkbox label={t`The new link also takes the second factor away`} checked={reset} onChange={(event) => setReset(event.target.checked)} />}
          <div className={layout.row}>
            <Button size="s" busy={busy} onClick={() => void inviteAgain()}>
              {signIn.has_password ? <Trans>Link for a new password</Trans> : <Trans>New set-up link</Trans>}
            </Button>
            {!own && (
              <Button size="s" onClick={() => setAsking(true)}>
                <Trans>Take the sign-in away</Trans>
              </Button>
            )}
          </div>
        </>
      )}
      <Dialog
        title={t`Set-up link for ${user}`}
        description={t`It works once, and is not shown again. Give it to this person only.`}
        open={invitation !== undefined}
        onOpenChange={() => setInvitation(undefined)}
        actions={<Button variant="primary" onClick={() => setInvitation(undefined)}>{t`Done`}</Button>}
      >
        {invitation && (
          <div className={layout.fields}>
            <Copy label={t`Set-up link`} value={invitation.link} />
            <p className={layout.soft}>
              <Trans>It ends on {times.dayTime(invitation.expires)}.</Trans>
            </p>
          </div>
        )}
      </Dialog>
      <ConfirmDialog
        title={t`Take the sign-in of ${user} away?`}
        action={t`Take it away`}
        danger
        open={asking}
        onOpenChange={setAsking}
        load={load}
        onConfirm={async () => {
          await people.removeSignIn(user, etag)
          await queries.invalidateQueries({ ...signInsQuery, exact: true })
        }}
      >
        <Trans>Sessions and tokens end at once. The person stays, and is still rung.</Trans>
      </ConfirmDialog>
    </Card>
  )
}
