import { useLingui } from '@lingui/react/macro'
import type { Action, Policy, Sort } from './api'

export function useSortName(): (sort: Sort) => string {
  const { t } = useLingui()
  const names: Record<Sort, string> = { blocked: t`Blocked callers`, hidden: t`Callers who hide their number` }
  return (sort) => names[sort]
}

/** What can become of callers, for a list to choose from. */
export function useActionNames(): Record<Action, string> {
  const { t } = useLingui()
  return { allow: t`They are let through`, hangup: t`They are refused`, message: t`They hear a message`, flow: t`Their calls run a flow` }
}

/** What becomes of callers, as a sentence. */
export function usePolicyText(): (policy: Policy) => string {
  const { t } = useLingui()
  const names = useActionNames()
  return ({ action, message, flow }) => {
    if (action === 'message') return t`They hear: ${message ?? ''}`
    if (action === 'flow') return t`Their calls run ${flow ?? ''}`
    return names[action]
  }
}
