import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { UsersRound } from 'lucide-react'
import { useMay } from '@/api/session'
import { AddByName } from '@/parts/AddByName'
import { EmptyState } from '@/parts/EmptyState'
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
  return (
    <AddByName
      title={t`Add a group`}
      hint={t`What flows call it, such as sales. It stays.`}
      add={(name) => people.addGroup({ name, members: [] })}
      onAdded={async ({ name }) => {
        await queries.invalidateQueries(groupsQuery)
        await navigate({ to: '/people/groups/$group', params: { group: name } })
      }}
    />
  )
}
