import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { account } from '@/api/account'
import { sessionQuery, useSession } from '@/api/session'
import { Badge } from '@/parts/Badge'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Copy } from '@/parts/Copy'
import { Dialog } from '@/parts/Dialog'
import { PasswordField, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { useToast } from '@/parts/Toast'
import styles from './Account.module.css'

const QrCode = lazy(async () => ({ default: (await import('./QrCode')).QrCode }))

export function SecondFactorCard() {
  const { t } = useLingui()
  const { totp } = useSession()
  const [proposed, setProposed] = useState<{ secret: string; uri: string }>()
  const [codes, setCodes] = useState<string[]>()
  const propose = useForm(account.proposeTotp, setProposed)

  return (
    <Card
      title={t`Second factor`}
      description={t`A code of an authenticator app, such as the one on your phone, is asked for beside your password.`}
      actions={totp ? <Badge tone="good">{t`On`}</Badge> : <Badge>{t`Off`}</Badge>}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => setCodes(undefined)} />
      ) : totp ? (
        <Remove />
      ) : proposed ? (
        <Confirm
          {...proposed}
          onCancel={() => setProposed(undefined)}
          onConfirmed={(recovery) => {
            setProposed(undefined)
            setCodes(recovery)
          }}
        />
      ) : (
        <Form
          form={propose}
          actions={
            <Button type="submit" busy={propose.busy}>
              <Trans>Set it up</Trans>
            </Button>
          }
        />
      )}
    </Card>
  )
}

type ConfirmProps = { secret: string; uri: string; onCancel?: () => void; onConfirmed: (codes: string[]) => void }

/** Shows a new secret, and asks for a code of it. */
export function Confirm({ secret, uri, onCancel, onConfirmed }: ConfirmProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [code, setCode] = useState('')
  const form = useForm(
    () => account.confirmTotp(code),
    async ({ recovery_codes }) => {
      onConfirmed(recovery_codes)
      await queries.invalidateQueries(sessionQuery)
    },
  )
  return (
    <div className={styles.qr}>
      <Suspense>
        <QrCode text={uri} label={t`QR code for your authenticator app`} />
      </Suspense>
      <div className={styles.steps}>
        <p>
          <Trans>Scan the picture with your authenticator app, or type this key into it.</Trans>
        </p>
        <Copy label={t({ message: 'Key', context: 'a secret' })} value={secret.replaceAll(/(.{4})(?=.)/g, '$1 ')} />
        <Form
          form={form}
          fields={['code']}
          actions={
            <>
              <Button type="submit" variant="primary" busy={form.busy}>
                <Trans>Turn it on</Trans>
              </Button>
              {onCancel && (
                <Button variant="quiet" onClick={onCancel}>
                  <Trans>Cancel</Trans>
                </Button>
              )}
            </>
          }
        >
          <TextField
            label={t`Code that the app shows`}
            name="code"
            value={code}
            onValueChange={setCode}
            error={form.errorOf('code')}
            inputMode="numeric"
            autoComplete="one-time-code"
            required
          />
        </Form>
      </div>
    </div>
  )
}

export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useLingui()
  return (
    <>
      <p>
        <Trans>
          The second factor is on. Keep these recovery codes where only you find them: each lets you in once when your phone is gone. They are not
          shown again.
        </Trans>
      </p>
      <ul className={styles.codes} aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Copy label={t`All recovery codes`} value={codes.join(' ')} />
      <div>
        <Button variant="primary" onClick={onDone}>
          <Trans>I have kept them</Trans>
        </Button>
      </div>
    </>
  )
}

function Remove() {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [password, setPassword] = useState('')
  const form = useForm(
    () => account.removeTotp(password),
    async () => {
      setOpen(false)
      toast.done(t`The second factor is off.`)
      await queries.invalidateQueries(sessionQuery)
    },
  )
  return (
    <div>
      <Dialog
        title={t`Turn the second factor off?`}
        description={t`Then your password alone is enough to sign in as you.`}
        size="s"
        open={open}
        onOpenChange={(is) => {
          setOpen(is)
          setPassword('')
          form.clear()
        }}
        trigger={<Button>{t`Turn it off`}</Button>}
        actions={
          <>
            <Button onClick={() => setOpen(false)}>{t`Cancel`}</Button>
            <Button type="submit" form="remove-totp" variant="danger" busy={form.busy}>
              {t`Turn it off`}
            </Button>
          </>
        }
      >
        <Form form={form} id="remove-totp" fields={['password']}>
          <PasswordField
            label={t`Your password`}
            name="password"
            value={password}
            onValueChange={setPassword}
            error={form.errorOf('password')}
            autoComplete="current-password"
            required
          />
        </Form>
      </Dialog>
    </div>
  )
}
