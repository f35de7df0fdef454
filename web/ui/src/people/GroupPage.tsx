import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Problem } from '@/api/problem'
import { useMay } from '@/api/session'
import { Button, IconButton } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { NotFound } from '@/parts/NotFound'
import { PageHeader } from '@/parts/PageHeader'
import { RemoveButton } from '@/parts/RemoveButton'
import { PageSkeleton } from '@/parts/Skeleton'
import { Sortable } from '@/parts/Sortable'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { Uses } from '@/parts/Uses'
import { MailboxCard } from '@/voicemail/MailboxCard'
import { groupQuery, groupsQuery, people, type Group } from './api'
import { PickUser } from './PickUser'

export function GroupPage() {
  const { t } = useLingui()
  const { group: name } = useParams({ from: '/shell/people/groups/$group' })
  const admin = useMay('admin')
  const [shown, setShown] = useState(0)
  const { data, error, refetch } = useQuery(groupQuery(name))
  const navigate = useNavigate()
  const queries = useQueryClient()
  if (!data && Problem.isNotFound(error)) return <NotFound />
  return (
    <>
      <PageHeader
        title={name}
        back={{ to: '/people/groups', label: t`Groups` }}
        actions={
          admin && (
            <RemoveButton
              title={t`Remove the group ${name}?`}
              onRemove={async () => {
                await people.removeGroup(name)
                await navigate({ to: '/people/groups' })
                queries.removeQueries(groupQuery(name))
                await queries.invalidateQueries(groupsQuery)
              }}
            >
              <Trans>Its members stay. A group that a flow or a queue uses is not removed.</Trans>
            </RemoveButton>
          )
        }
      />
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <PageSkeleton />}
      {data && (
        <div className={layout.sides}>
          <Card title={t`Members`} description={t`They are rung in this order, where a flow rings them one after the other.`}>
            <Members
              key={`${name} ${shown}`}
              saved={data}
              load={async () => {
                await refetch()
                setShown(shown + 1)
              }}
            />
          </Card>
          <div className={layout.stack}>
            <MailboxCard box={`group:${name}`} />
            <Card title={t`Where it is used`}>
              <Uses of={`/groups/${encodeURIComponent(name)}/uses`} />
            </Card>
          </div>
        </div>
      )}
    </>
  )
}

function Members({ saved, load }: { saved: Answer<Group>; load: () => Promise<unknown> }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queries = useQueryClient()
  const toast = useToast()
  const [begun, setBegun] = useState(saved)
  const [members, setMembers] = useState(saved.data.members ?? [])
  const changed = members.join('\n') !== (begun.data.members ?? []).join('\n')
  const form = useForm(
    () => people.setGroup(saved.data.name, members, begun.etag),
    async (answer) => {
      setBegun(answer)
      queries.setQueryData(groupQuery(saved.data.name).queryKey, answer)
      toast.done(t`Saved.`)
      await queries.invalidateQueries({ ...groupsQuery, exact: true })
    },
  )
  return (
    <Form
      form={form}
      actions={
        admin && (
          <>
            <Button type="submit" variant="primary" busy={form.busy} disabled={!changed}>
              <Trans>Save</Trans>
            </Button>
            {changed && (
              <Button onClick={() => setMembers(begun.data.members ?? [])}>
                <Trans>Undo the changes</Trans>
              </Button>
            )}
          </>
        )
      }
    >
      {members.length === 0 ? (
        <p className={layout.soft}>
          <Trans>Nobody yet. A call to this group finds nobody to ring.</Trans>
        </p>
      ) : (
        <Sortable label={t`Members`} items={members} keyOf={(user) => user} nameOf={(user) => user} onItems={setMembers} disabled={!admin}>
          {(user) => (
            <>
              <bdi style={{ flex: 1 }}>{user}</bdi>
              {admin && (
                <IconButton size="s" label={t`Take ${user} out`} onClick={() => setMembers(members.filter((other) => other !== user))}>
                  <X size={16} aria-hidden />
                </IconButton>
              )}
            </>
          )}
        </Sortable>
      )}
      {admin && <PickUser without={members} onPick={(user) => setMembers([...members, user])} />}
      <Stale error={form.error} load={load} />
    </Form>
  )
}
