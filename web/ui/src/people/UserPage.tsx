import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Problem } from '@/api/problem'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { NotFound } from '@/parts/NotFound'
import { PageHeader } from '@/parts/PageHeader'
import { RemoveButton } from '@/parts/RemoveButton'
import { PageSkeleton } from '@/parts/Skeleton'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { Uses } from '@/parts/Uses'
import { MailboxCard } from '@/voicemail/MailboxCard'
import { people, userQuery, usersQuery, type User } from './api'
import { SignInCard } from './SignInCard'
import { draftOf, UserFields, userFields, userOf } from './UserFields'

export function UserPage() {
  const { t } = useLingui()
  const { user: name } = useParams({ from: '/shell/people/users/$user' })
  const admin = useMay('admin')
  const [shown, setShown] = useState(0)
  const { data, error, refetch } = useQuery(userQuery(name))
  const navigate = useNavigate()
  const queries = useQueryClient()
  const toast = useToast()
  const title = data?.data.full_name || name

  if (!data && Problem.isNotFound(error)) return <NotFound />
  return (
    <>
      <PageHeader
        title={title}
        back={{ to: '/people', label: t`People` }}
        actions={
          admin && (
            <RemoveButton
              title={t`Remove ${title}?`}
              onRemove={async () => {
                await people.removeUser(name)
                toast.done(t`${title} is removed.`)
                await navigate({ to: '/people' })
                queries.removeQueries(userQuery(name))
                await queries.invalidateQueries(usersQuery)
              }}
            >
              <Trans>The telephones and the sign-in go too. Somebody whom a flow, a group or a queue uses is not removed.</Trans>
            </RemoveButton>
          )
        }
      />
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <PageSkeleton />}
      {data && (
        <div className={layout.sides}>
          <Card title={t`Person`} description={<Trans>Flows ring <code>user:{name}</code>.</Trans>}>
            <UserForm
              key={`${name} ${shown}`}
              saved={data}
              load={async () => {
                await refetch()
                setShown(shown + 1)
              }}
            />
          </Card>
          <div className={layout.stack}>
            {admin && <SignInCard user={name} />}
            <MailboxCard box={`user:${name}`} />
            <Card title={t`Where it is used`}>
              <Uses of={`/users/${encodeURIComponent(name)}/uses`} />
            </Card>
          </div>
        </div>
      )}
    </>
  )
}

function UserForm({ saved, load }: { saved: Answer<User>; load: () => Promise<unknown> }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queries = useQueryClient()
  const toast = useToast()
  // What the person began with: another's change meanwhile is told, and not overwritten.
  const [begun, setBegun] = useState(saved)
  const [draft, setDraft] = useState(draftOf(saved.data))
  const form = useForm(
    () => people.setUser(saved.data.name, userOf(draft), begun.etag),
    async (answer) => {
      setBegun(answer)
      setDraft(draftOf(answer.data))
      queries.setQueryData(userQuery(saved.data.name).queryKey, answer)
      toast.done(t`Saved.`)
      await queries.invalidateQueries({ ...usersQuery, exact: true })
    },
  )
  return (
    <Form
      form={form}
      fields={userFields}
      actions={
        admin && (
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Save</Trans>
          </Button>
        )
      }
    >
      <UserFields draft={draft} onDraft={setDraft} errorOf={form.errorOf} disabled={!admin} />
      <Stale error={form.error} load={load} />
    </Form>
  )
}
