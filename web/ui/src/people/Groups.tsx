import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { EmptyState } from '@/parts/EmptyState'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { Table } from '@/parts/Table'
import { groupsQuery, people } from './api'
import { PeopleTabs } from './PeopleTabs'

/** Users who are rung together, or one after the other. */
export function Groups() {
  const { t } = useLingui()
  const admin = useMay('admin')
  const { data, error, refetch } = useQuery(groupsQuery)
  return (
    <>
      <PageHeader title={t`Groups`} description={t`Flows ring a group together, or in its order. Each has a voicemail box of its own.`} actions={admin && <AddGroup />} />
      <PeopleTabs />
      <Table
        caption={t`Groups`}
        rows={data}
        rowKey={(group) => group.name}
        error={error}
        retry={() => void refetch()}
        columns={[
          {
            key: 'name',
            header: t`Name`,
            cell: (group) => (
              <Link to="/people/groups/$group" params={{ group: group.name }}>
                {group.name}
              </Link>
            ),
          },
          { key: 'members', header: t`Members, in the order in which they are rung`, cell: (group) => group.members?.join(', ') || <span className={layout.soft}>{t`Nobody`}</span> },
        ]}
        empty={
          <EmptyState title={t`There are no groups yet`} picture={<UsersRound size={36} />} action={admin && <AddGroup />}>
            <Trans>A group is several people under one name, such as sales. Flows that ring it need no change when somebody joins or leaves.</Trans>
          </EmptyState>
        }
      />
    </>
  )
}

function AddGroup() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const form = useForm(
    () => people.addGroup({ name: name.trim(), members: [] }),
    async (group) => {
      await queries.invalidateQueries(groupsQuery)
      setOpen(false)
      await navigate({ to: '/people/groups/$group', params: { group: group.name } })
    },
  )
  return (
    <Dialog
      title={t`Add a group`}
      size="s"
      open={open}
      onOpenChange={(is) => {
        setOpen(is)
        setName('')
        form.clear()
      }}
      trigger={
        <Button variant="primary" icon={<Plus size={16} aria-hidden />}>
          <Trans>Add a group</Trans>
        </Button>
      }
      actions={
        <>
          <Button onClick={() => setOpen(false)}>{t`Cancel`}</Button>
          <Button type="submit" form="add-group" variant="primary" busy={form.busy}>{t`Add`}</Button>
        </>
      }
    >
      <Form form={form} id="add-group" fields={['name', 'group']}>
        <TextField label={t`Name`} name="name" value={name} onValueChange={setName} error={form.errorOf('name') ?? form.errorOf('group')} hint={t`What flows call it, such as sales. It stays.`} autoComplete="off" spellCheck={false} required />
      </Form>
    </Dialog>
  )
}
