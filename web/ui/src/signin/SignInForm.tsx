import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { request } from '@/api/client'
import type { Session } from '@/api/session'
import { Button } from '@/parts/Button'
import { PasswordField, TextField } from '@/parts/Field'
import { Form } from '@/parts/Form'
import { useToast } from '@/parts/Toast'
import { CodeField } from './CodeField'
import { useEntering } from './useEntering'

type Props = {
  onSignedIn: (session: Session) => unknown
  /** Who signs in again; nobody else can. */
  as?: string
}

/** Name and password, then the code of the second factor where there is one. */
export function SignInForm({ onSignedIn, as }: Props) {
  const { t } = useLingui()
  const toast = useToast()
  const [name, setName] = useState(as ?? '')
  const [password, setPassword] = useState('')

  const { form, code, setCode, codeNeeded, back } = useEntering(
    async (second) =>
      (await request<Session>('POST', '/session', { body: { name: name.trim(), password, ...second }, anonymous: true })).data,
    ({ failed = 0, ...session }) => {
      // Whoever tries passwords is noticed by whose they are.
      if (failed > 0) {
        toast.notice(<Plural value={failed} one="A wrong password was tried for your name since you last signed in." other="# wrong passwords were tried for your name since you last signed in." />)
      }
      return onSignedIn(session)
    },
  )

  if (codeNeeded) {
    return (
      <Form
        form={form}
        actions={
          <>
            <Button type="submit" variant="primary" busy={form.busy}>
              <Trans>Go on</Trans>
            </Button>
            <Button
              variant="quiet"
              onClick={() => {
                back()
                setPassword('')
              }}
            >
              <Trans>Back</Trans>
            </Button>
          </>
        }
      >
        <CodeField value={code} onValue={setCode} />
      </Form>
    )
  }
  return (
    <Form
      form={form}
      actions={
        <Button type="submit" variant="primary" busy={form.busy}>
          <Trans>Sign in</Trans>
        </Button>
      }
    >
      <TextField
        label={t`Name`}
        name="name"
        value={name}
        onValueChange={setName}
        readOnly={as !== undefined}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <PasswordField label={t`Password`} name="password" value={password} onValueChange={setPassword} autoComplete="current-password" required />
    </Form>
  )
}
