import { useLingui } from '@lingui/react/macro'
import { Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from './Button'
import { ConfirmDialog } from './Dialog'

type Props = {
  /** What is asked. */
  title: string
  /** What goes with it, and what stays. */
  children: ReactNode
  onRemove: () => Promise<unknown>
}

/** A button on a thing's page that removes it, after a question. */
export function RemoveButton({ title, children, onRemove }: Props) {
  const { t } = useLingui()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button icon={<Trash2 size={16} aria-hidden />} onClick={() => setAsking(true)}>
        {t`Remove`}
      </Button>
      <ConfirmDialog title={title} action={t`Remove`} danger open={asking} onOpenChange={setAsking} onConfirm={onRemove}>
        {children}
      </ConfirmDialog>
    </>
  )
}
