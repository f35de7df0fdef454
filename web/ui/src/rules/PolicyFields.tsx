import { useLingui } from '@lingui/react/macro'
import { FlowChoice } from '@/numbers/FlowChoice'
import { Select, TextField } from '@/parts/Field'
import { actions, type Action, type Policy } from './api'
import { useActionNames } from './policy'

export const policyFields = ['action', 'cause', 'message', 'flow', 'number'] as const

type Props = { policy: Policy; onPolicy: (policy: Policy) => void; errorOf: (name: string) => string | undefined }

/** What becomes of callers; only what the choice needs is asked for. */
export function PolicyFields({ policy, onPolicy, errorOf }: Props) {
  const { t } = useLingui()
  const names = useActionNames()
  const set = (change: Partial<Policy>) => onPolicy({ ...policy, ...change })
  const cause = policy.cause ?? 21
  const causes = [
    { value: 21, label: t`Rejected (21)` },
    { value: 17, label: t`Busy (17)` },
    { value: 1, label: t`No such number (1)` },
  ]
  if (!causes.some(({ value }) => value === cause)) causes.push({ value: cause, label: String(cause) })
  return (
    <>
      <Select label={t`What becomes of them`} name="action" value={policy.action} onChange={(event) => set({ action: event.target.value as Action })} error={errorOf('action')} choices={actions.map((value) => ({ value, label: names[value] }))} />
      {policy.action === 'hangup' && (
        <Select label={t`What their telephone tells`} name="cause" value={String(cause)} onChange={(event) => set({ cause: Number(event.target.value) })} error={errorOf('cause')} choices={causes.map(({ value, label }) => ({ value: String(value), label }))} />
      )}
      {policy.action === 'message' && (
        <TextField label={t`Message`} name="message" value={policy.message ?? ''} onValueChange={(message) => set({ message })} error={errorOf('message')} hint={t`audio:NAME of the library, or a text to be spoken. Then they are hung up.`} dir="auto" />
      )}
      {policy.action === 'flow' && <FlowChoice label={t`Flow`} name="flow" kind="voice" value={policy.flow ?? ''} onValue={(flow) => set({ flow: flow ?? '' })} error={errorOf('flow')} />}
    </>
  )
}
