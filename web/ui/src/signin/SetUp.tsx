import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { request } from '@/api/client'
import { sessionQuery } from '@/api/session'
import { queryClient } from '@/app/queries'
import { Button } from '@/parts/Button'
import { PasswordField, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { useTitle } from '@/parts/PageHeader'
import { Entrance } from './Entrance'

/** The first start prints a link to here: whoever has it becomes the first admin. */
export function SetUp() {
  const { t } = useLingui()
  useTitle(t`Set up callflow`)
  const key = useRouterState({ select: (state) => state.location.hash })
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const [fullName, setFullName] = useState('')
  const [password, setPassword] = useState('')

  const form = useForm(
    async () => {
      await request('POST', '/setup', { body: { key, name: name.trim(), full_name: fullName.trim(), password }, anonymous: true })
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
    },
    () => navigate({ to: '/', replace: true }),
  )

  if (!key) {
    return (
      <Entrance title={t`This link is not whole`}>
        <p>
          <Trans>
            The key behind the # is missing. Copy the whole link that <code>callflow serve</code> printed when it started.
          </Trans>
        </p>
      </Entrance>
    )
  }
  return (
    <Entrance title={t`Set up callflow`} description={t`You will be its first administrator. The link works once.`}>
      <Form
        form={form}
        fields={['name', 'full_name', 'password']}
        actions={
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Go on</Trans>
          </Button>
        }
      >
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
        <PasswordField
          label={t`Password`}
          hint={t`A sentence of a few words is good, and easy to remember.`}
          name="password"
          value={password}
          onValueChange={setPassword}
          error={form.errorOf('password')}
          autoComplete="new-password"
          required
        />
      </Form>
    </Entrance>
  )
}
