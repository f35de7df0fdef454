import { useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { useBuilder } from '../state/context'

/** In place of the nodes of a flow that has none. */
export function EmptyFlow() {
  const { t } = useLingui()
  const { ui, mayEdit } = useBuilder()
  if (!mayEdit) return <EmptyState title={t`The flow is empty`} />
  return (
    <EmptyState
      title={t`The flow is empty`}
      action={<Button variant="primary" icon={<Plus size={16} aria-hidden />} onClick={() => ui.set({ asking: { ask: 'add' } })}>{t`Add a node`}</Button>}
    >
      {t`Add the node that calls come to first, such as a greeting or a menu.`}
    </EmptyState>
  )
}
