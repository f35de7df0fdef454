import { Trans, useLingui } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { request } from '@/api/client'
import { sessionQuery, type Session } from '@/api/session'
import { queryClient } from '@/app/queries'
import { Button } from '@/parts/Button'
import { PasswordField, TextField } from '@/parts/Field'
import { Form } from '@/parts/Form'
import { CodeField } from './CodeField'
import { useEntering } from './useEntering'

/** Whom a link is for; user is empty for the first admin, who chooses a name. */
export type Link = { company: string; user: string; full_name: string; expires: string }

export function SetUpForm({ linkKey, link }: { linkKey: string; link: Link }) {
  const { t } = useLingui()
  const router = useRouter()
  const [name, setName] = useState('')
  const [fullName, setFullName] = useState('')
  const [password, setPassword] = useState('')
  const first = link.user === ''

  const { form, code, setCode, codeNeeded, back } = useEntering(
    async (second) => {
      const who = first ? { name: name.trim(), full_name: fullName.trim() } : {}
      return (await request<Session>('POST', '/setup', { body: { key: linkKey, ...who, password, ...second }, anonymous: true })).data
    },
    (session) => {
      // Whoever was signed in here before leaves nothing behind.
      queryClient.clear()
      queryClient.setQueryData(sessionQuery.queryKey, session)
      router.history.replace(session.rights.includes('view') ? '/' : '/me')
    },
  )

  return (
    <Form
      form={form}
      fields={['name', 'full_name', 'password']}
      actions={
        <>
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Go on</Trans>
          </Button>
          {codeNeeded && (
            <Button variant="quiet" onClick={back}>
              <Trans>Back</Trans>
            </Button>
          )}
        </>
      }
    >
      {codeNeeded ? (
        <CodeField value={code} onValue={setCode} />
      ) : (
        <>
          {first ? (
            <>
              <TextField label={t`Your name`} name="full_name" value={fullName} onValueChange={setFullName} error={form.errorOf('full_name')} autoComplete="name" />
              <TextField
                label={t`Name to sign in`}
                hint={t`Short, such as alice. Flows ring you by it.`}
                name="name"
                value={name}
                onValueChange={setName}
                error={form.errorOf('name')}
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
              />
            </>
          ) : (
            // For password managers: whose password it is.
            <input type="text" name="username" autoComplete="username" value={link.user} readOnly hidden />
          )}
          <PasswordField
            label={t`Password`}
            hint={t`12 characters or more. A few words are good, and easy to remember.`}
            name="password"
            value={password}
            onValueChange={setPassword}
            error={form.errorOf('password')}
            autoComplete="new-password"
            required
          />
        </>
      )}
    </Form>
  )
}
