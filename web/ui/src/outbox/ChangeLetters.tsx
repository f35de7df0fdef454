import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { ConfirmDialog } from '@/parts/Dialog'
import { useToast } from '@/parts/Toast'
import { outbox, type Meant } from './api'

/** What is to be done with which letters. */
export type Change = { what: 'retry' | 'drop'; meant: Meant }

/** Sends many letters again, or drops them, once it was asked. */
export function ChangeLetters({ change: { what, meant }, onClose }: { change: Change; onClose: (done: boolean) => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const chosen = meant.letters?.length
  const retry = what === 'retry'
  const all = meant.kind === undefined && meant.reason === undefined
  const title = retry
    ? chosen ? t`Send the chosen letters again?` : t`Send everything again that was not delivered?`
    : chosen ? t`Drop the chosen letters?` : t`Drop everything that was not delivered?`
  return (
    <ConfirmDialog
      title={title}
      action={retry ? t`Send again` : t`Drop`}
      danger={!retry}
      open
      onOpenChange={(open) => !open && onClose(false)}
      onConfirm={async () => {
        const { letters } = await (retry ? outbox.retryMany(meant) : outbox.dropMany(meant))
        toast.done(retry ? t`Letters that are sent again: ${letters}` : t`Letters that are dropped: ${letters}`)
        await queries.invalidateQueries({ queryKey: ['outbox'] })
        onClose(true)
      }}
    >
      {!chosen && !all && <Trans>Only those that were not delivered, of the kind and the reason that are shown.</Trans>}{' '}
      {retry ? <Trans>Mend the reason first, or they fail again. Whoever they are for gets them now, however old they are.</Trans> : <Trans>Nobody gets them. This cannot be undone.</Trans>}
    </ConfirmDialog>
  )
}
