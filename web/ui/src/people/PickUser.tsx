import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Select } from '@/parts/Field'
import { usersQuery } from './api'

/** Adds one of the users who are not there yet. */
export function PickUser({ without, onPick }: { without: readonly string[]; onPick: (user: string) => void }) {
  const { t } = useLingui()
  const { data } = useQuery(usersQuery)
  const free = (data ?? []).filter((user) => !without.includes(user.name))
  if (data && free.length === 0) return null
  return (
    <Select
      label={t`Add somebody`}
      value=""
      onChange={(event) => event.target.value && onPick(event.target.value)}
      choices={[{ value: '', label: t`Choose a user` }, ...free.map((user) => ({ value: user.name, label: user.full_name ? `${user.full_name} (${user.name})` : user.name }))]}
    />
  )
}
