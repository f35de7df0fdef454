import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Tabs } from '@/parts/Tabs'
import { groupsQuery, usersQuery } from './api'

export function PeopleTabs() {
  const { t } = useLingui()
  const users = useQuery(usersQuery)
  const groups = useQuery(groupsQuery)
  return (
    <Tabs
      label={t`People`}
      tabs={[
        { to: '/people', label: t`Users`, count: users.data?.length },
        { to: '/people/groups', label: t`Groups`, count: groups.data?.length },
      ]}
    />
  )
}
