import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { request } from '@/api/client'
import { Problem } from '@/api/problem'
import type { Session } from '@/api/session'
import { Button } from '@/parts/Button'
import { PasswordField, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'

type Props = {
  onSignedIn: (session: Session) => unknown
  /** Who signs in again; nobody else can. */
  as?: string
}

/** Name and password, then the code of the second factor where there is one. */
export function SignInForm({ onSignedIn, as }: Props) {
  const { t } = useLingui()
  const [name, setName] = useState(as ?? '')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [codeNeeded, setCodeNeeded] = useState(false)

  const form = useForm(async () => {
    try {
      const body = { name: name.trim(), password, ...(codeNeeded && { code: code.replaceAll(' ', '') }) }
      return (await request<Session>('POST', '/session', { body, anonymous: true })).data
    } catch (error) {
      if (error instanceof Problem && error.code === 'code_needed') {
        if (!codeNeeded) {
          setCodeNeeded(true)
          return undefined
        }
        throw new Error(t`That is not the code that is shown now. Look again: it changes every 30 seconds.`, { cause: error })
      }
      if (error instanceof Problem && error.status === 429) throw new Error(tooMany(error), { cause: error })
      if (error instanceof Problem && error.code === 'wrong_password') {
        throw new Error(t`The name or the password is wrong.`, { cause: error })
      }
      throw error
    }
  }, (session) => session && onSignedIn(session))

  function tooMany(problem: Problem): string {
    const minutes = Math.ceil((problem.retryAfter ?? 60) / 60)
    return t`Too many attempts. Try again in ${minutes} min.`
  }

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
                setCodeNeeded(false)
                setCode('')
                setPassword('')
                form.clear()
              }}
            >
              <Trans>Back</Trans>
            </Button>
          </>
        }
      >
        <TextField
          label={t`Code`}
          hint={t`The six digits that your authenticator app shows for callflow.`}
          name="code"
          value={code}
          onValueChange={setCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          // The page asks for this one thing, and has just been asked for.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          required
        />
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
