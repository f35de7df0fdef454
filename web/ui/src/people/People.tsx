import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BookUser } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { useRoleName } from '@/me/rights'
import { Badge } from '@/parts/Badge'
import { EmptyState } from '@/parts/EmptyState'
import { TextField } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { Table, type Column } from '@/parts/Table'
import { AddUser } from './AddUser'
import { signInsQuery, usersQuery, type User } from './api'
import { PeopleTabs } from './PeopleTabs'
import { phoneText } from './phones'

/** Who flows ring, and who may sign in. */
export function People() {
  const { t } = useLingui()
  const admin = useMay('admin')
  const roleName = useRoleName()
  const { data, error, refetch } = useQuery(usersQuery)
  const { data: signIns } = useQuery({ ...signInsQuery, enabled: admin })
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const rows = data?.filter((user) => [user.name, user.full_name, user.email, ...(user.phones ?? []).map(phoneText)].some((text) => text.toLowerCase().includes(wanted)))

  const columns: Column<User>[] = [
    {
      key: 'name',
      header: t`Name`,
      cell: (user) => (
        <span className={layout.two}>
          <Link to="/people/users/$user" params={{ user: user.name }}>
            <bdi>{user.full_name || user.name}</bdi>
          </Link>
          {user.full_name && <small>{user.name}</small>}
        </span>
      ),
    },
    { key: 'phones', header: t`Telephones`, cell: (user) => (user.phones ?? []).map(phoneText).join(', ') || <span className={layout.soft}>{t`None`}</span> },
    { key: 'email', header: t`Email`, cell: (user) => user.email, wideOnly: true },
  ]
  if (admin) {
    columns.push({
      key: 'role',
      header: t`Sign-in`,
      cell: (user) => {
        const signIn = signIns?.find((one) => one.user === user.name)
        if (!signIn) return <span className={layout.soft}>{signIns && t`None`}</span>
        if (signIn.disabled) return <Badge tone="bad">{t`Locked out`}</Badge>
        return (
          <span className={layout.row}>
            {roleName(signIn.role)}
            {!signIn.has_password && <Badge tone="warn">{t`Invited`}</Badge>}
          </span>
        )
      },
    })
  }

  return (
    <>
      <PageHeader title={t`People`} description={t`Those whom flows, groups and queues ring, and those who sign in here.`} actions={admin && <AddUser />} />
      <PeopleTabs />
      {(data?.length ?? 0) > 8 && (
        <div className={layout.filters}>
          <TextField label={t`Search`} type="search" value={search} onValueChange={setSearch} />
        </div>
      )}
      <Table
        caption={t`Users`}
        rows={rows}
        rowKey={(user) => user.name}
        error={error}
        retry={() => void refetch()}
        columns={columns}
        empty={
          wanted ? (
            <EmptyState title={t`Nobody is called so`}>
              <Trans>Names, addresses and telephones are searched.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`There is nobody yet`} picture={<BookUser size={36} />} action={admin && <AddUser />}>
              <Trans>Add the people whose telephones shall ring. Flows then ring them by name, and a telephone that changes is changed in one place.</Trans>
            </EmptyState>
          )
        }
      />
    </>
  )
}
