import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api, path } from '@/api/client'
import { Button } from '@/parts/Button'
import { ConfirmDialog, Dialog } from '@/parts/Dialog'
import { useToast } from '@/parts/Toast'
import { UseList } from '@/parts/UseList'
import { usesQuery, type Flow } from './flow'

/** Removes a flow; says what uses it first. What other flows refer to is not removed. */
export function RemoveFlow({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const uses = useQuery(usesQuery(flow.id))
  const numbers = uses.data?.filter(({ kind }) => kind === 'number') ?? []
  const others = uses.data?.filter(({ kind }) => kind !== 'number') ?? []

  async function remove() {
    await api.delete(path`/flows/${flow.id}`, { query: { unassign: numbers.length > 0 || undefined } })
    await Promise.all([queries.invalidateQueries({ queryKey: ['flows'] }), queries.invalidateQueries({ queryKey: ['numbers'] })])
    toast.done(t`${flow.name} is removed.`)
  }

  if (others.length > 0) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        size="s"
        title={t`${flow.name} is in use`}
        description={t`Change these first, so that no call ends where there is nothing:`}
        actions={
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        }
      >
        <UseList uses={others} />
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      open={uses.isSuccess || uses.isError}
      onOpenChange={(open) => !open && onClose()}
      title={t`Remove ${flow.name}?`}
      danger
      action={numbers.length > 0 ? t`Take it away and remove it` : t`Remove the flow`}
      onConfirm={remove}
    >
      {numbers.length > 0 ? (
        <>
          <Trans>These numbers run it. They will run nothing, and who calls them hears that there is no service:</Trans>
          <UseList uses={numbers} />
        </>
      ) : (
        <Trans>Its history goes with it; its calls stay among the calls.</Trans>
      )}
    </ConfirmDialog>
  )
}
