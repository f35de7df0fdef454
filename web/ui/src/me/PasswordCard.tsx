import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { account, signedInQuery } from '@/api/account'
import { useSession } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { PasswordField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { useToast } from '@/parts/Toast'

export function PasswordCard() {
  const { t } = useLingui()
  const { user } = useSession()
  const toast = useToast()
  const queries = useQueryClient()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const form = useForm(
    () => account.changePassword(current, next),
    () => {
      setCurrent('')
      setNext('')
      toast.done(t`The password is changed. You are signed out everywhere else.`)
      return queries.invalidateQueries(signedInQuery)
    },
  )
  return (
    <Card title={t`Password`}>
      <Form
        form={form}
        fields={['current', 'new']}
        actions={
          <Button type="submit" busy={form.busy}>
            <Trans>Change the password</Trans>
          </Button>
        }
      >
        {/* For password managers: whose password it is. */}
        <input type="text" name="username" autoComplete="username" value={user} readOnly hidden />
        <PasswordField
          label={t`Current password`}
          name="current"
          value={current}
          onValueChange={setCurrent}
          error={form.errorOf('current')}
          autoComplete="current-password"
          required
        />
        <PasswordField
          label={t`New password`}
          hint={t`12 characters or more. A few words are good, and easy to remember.`}
          name="new"
          value={next}
          onValueChange={setNext}
          error={form.errorOf('new')}
          autoComplete="new-password"
          required
        />
      </Form>
    </Card>
  )
}
