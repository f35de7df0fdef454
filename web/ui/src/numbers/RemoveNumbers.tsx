import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { ConfirmDialog } from '@/parts/Dialog'
import { useToast } from '@/parts/Toast'
import type { PhoneNumber } from './number'

export function RemoveNumbers({ numbers, onClose }: { numbers: PhoneNumber[]; onClose: (changed: boolean) => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const count = numbers.length
  const one = numbers[0]?.number ?? ''
  return (
    <ConfirmDialog
      open
      danger
      title={count === 1 ? t`Remove ${one}?` : t`Remove ${count} numbers?`}
      action={count === 1 ? t`Remove the number` : t`Remove the numbers`}
      onOpenChange={(open) => !open && onClose(false)}
      onConfirm={async () => {
        await api.post('/numbers/removals', { numbers: numbers.map(({ number }) => number) })
        await Promise.all(['numbers', 'flows', 'summary'].map((queryKey) => queries.invalidateQueries({ queryKey: [queryKey] })))
        toast.done(count === 1 ? t`${one} is removed.` : t`${count} numbers are removed.`)
        onClose(true)
      }}
    >
      <Trans>Who calls them hears that there is no such number. Their calls stay in the history.</Trans>
    </ConfirmDialog>
  )
}
