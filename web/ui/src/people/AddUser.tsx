import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { people, usersQuery } from './api'
import { draftOf, UserFields, userFields, userOf } from './UserFields'

export function AddUser() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [draft, setDraft] = useState(draftOf())
  const form = useForm(
    () => people.addUser({ name: name.trim(), ...userOf(draft) }),
    async (user) => {
      await queries.invalidateQueries(usersQuery)
      setOpen(false)
      await navigate({ to: '/people/users/$user', params: { user: user.name } })
    },
  )

  return (
    <Dialog
      title={t`Add a user`}
      open={open}
      onOpenChange={(is) => {
        setOpen(is)
        if (is) {
          setName('')
          setDraft(draftOf())
          form.clear()
        }
      }}
      trigger={
        <Button variant="primary" icon={<UserPlus size={16} aria-hidden />}>
          <Trans>Add a user</Trans>
        </Button>
      }
      actions={
        <>
          <Button onClick={() => setOpen(false)}>{t`Cancel`}</Button>
          <Button type="submit" form="add-user" variant="primary" busy={form.busy}>{t`Add`}</Button>
        </>
      }
    >
      <Form form={form} id="add-user" fields={['name', ...userFields]}>
        <TextField label={t`Name`} name="name" value={name} onValueChange={setName} error={form.errorOf('name')} hint={t`What flows call the person, such as alice. It stays.`} autoComplete="off" spellCheck={false} required />
        <UserFields draft={draft} onDraft={setDraft} errorOf={form.errorOf} />
      </Form>
    </Dialog>
  )
}
