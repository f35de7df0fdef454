import { useLingui } from '@lingui/react/macro'
import type { Right, Role } from '@/api/session'

/** What a role is called. */
export function useRoleName(): (role: Role) => string {
  const { t } = useLingui()
  const names: Record<Role, string> = { admin: t`Administrator`, editor: t`Editor`, agent: t`Agent`, viewer: t`Viewer` }
  return (role) => names[role]
}

/** What a right lets one do. */
export function useRightNames(): Record<Right, { label: string; hint: string }> {
  const { t } = useLingui()
  return {
    own: { label: t`Own`, hint: t`Your state in queues, your voicemail and missed calls` },
    view: { label: t({ message: 'View', context: 'a right' }), hint: t`See flows, numbers, calls, queues and lists` },
    flows: { label: t`Flows`, hint: t`Edit and publish flows and the sounds they play` },
    admin: { label: t`Administration`, hint: t`People, numbers, queues, rules and settings` },
  }
}
