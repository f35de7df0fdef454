import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { FlowKind } from '@/builder/model/document'
import { flowsQuery } from '@/flows/flow'
import { Select, type FieldLook } from '@/parts/Field'

type Props = FieldLook & {
  kind: FlowKind
  /** A flow's name, '' for none, undefined to leave it as it is. */
  value: string | undefined
  onValue: (value: string | undefined) => void
  /** There may be several, which can stay as they are. */
  various?: boolean
}

const asIs = '\u0000'

/** A flow for numbers to run; drafts are listed, and cannot be chosen before they are published. */
export function FlowChoice({ kind, value, onValue, various, ...look }: Props) {
  const { t } = useLingui()
  const flows = useQuery(flowsQuery({ kind })).data ?? []
  const published = flows.filter(({ status }) => status !== 'draft')
  const drafts = flows.filter(({ status }) => status === 'draft')
  return (
    <Select
      {...look}
      value={value ?? asIs}
      onChange={(event) => onValue(event.target.value === asIs ? undefined : event.target.value)}
      choices={[
        ...(various ? [{ value: asIs, label: t`(as they are)` }] : []),
        { value: '', label: t({ message: 'None', context: 'no flow' }) },
        ...(value && !flows.some(({ name }) => name === value) ? [{ value, label: value }] : []),
        ...published.map(({ name }) => ({ value: name, label: name })),
        ...drafts.map(({ name }) => ({ value: name, label: t`${name} (draft: publish it first)`, disabled: true })),
      ]}
    />
  )
}
