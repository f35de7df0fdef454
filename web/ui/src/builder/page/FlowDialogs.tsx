import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api, path } from '@/api/client'
import { RenameFlow } from '@/flows/RenameFlow'
import { Button } from '@/parts/Button'
import { ConfirmDialog, Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { Checkbox, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { useToast } from '@/parts/Toast'
import { UseList } from '@/parts/UseList'
import { useBuilder, useFlow, useUi } from '../state/context'
import { usesQuery, type FlowHead } from './flowQueries'
import type { Saving } from './saving'

const ImportDialog = lazy(async () => ({ default: (await import('../files/ImportDialog')).ImportDialog }))
const PhoneDialog = lazy(async () => ({ default: (await import('@/phone/PhoneDialog')).PhoneDialog }))

/** The dialogs about the flow as a whole, but publishing (PublishDialog) and conflicts (ConflictDialog). */
export function FlowDialogs({ head, saving }: { head: FlowHead; saving: Saving }) {
  const { t } = useLingui()
  const { ui, flowId } = useBuilder()
  const ask = useUi((state) => state.asking?.ask)
  const text = useUi(({ asking }) => (asking?.ask === 'import' ? asking.text : undefined))
  const toast = useToast()
  const close = () => ui.set({ asking: undefined })
  switch (ask) {
    case 'discard':
      return (
        <ConfirmDialog
          title={t`Discard the draft?`}
          action={t`Discard the draft`}
          danger
          open
          onOpenChange={close}
          onConfirm={async () => {
            if (head.latest_revision !== head.live_revision) await api.delete(path`/flows/${flowId}/draft`)
            await saving.reopen()
            toast.done(t`The draft is discarded`)
          }}
        >
          <Trans>What runs now becomes the draft again. What was saved stays in the history; what was not saved is lost.</Trans>
        </ConfirmDialog>
      )
    case 'call':
      return <Call saving={saving} close={close} />
    case 'import':
      return (
        <Suspense>
          <ImportDialog given={text} close={close} />
        </Suspense>
      )
    case 'copy':
      return <CopyDialog name={head.name} close={close} />
    case 'name':
      return <NameDialog name={head.name} close={close} reopen={saving.reopen} />
    case 'uses':
      return <UsesDialog close={close} />
    default:
      return null
  }
}

/** The telephone; it calls what is saved, so what is not is saved first. */
function Call({ saving, close }: { saving: Saving; close: () => void }) {
  const { flowId, store } = useBuilder()
  const toast = useToast()
  const [revision, setRevision] = useState<number>()
  useEffect(() => {
    const saved = store.difference === 'none' ? Promise.resolve(undefined) : saving.save()
    saved.then(
      (made) => (store.difference === 'none' ? setRevision(made?.number ?? 0) : close()),
      (error: unknown) => {
        toast.problem(error)
        close()
      },
    )
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the telephone is taken out
  }, [])
  if (revision === undefined) return null
  return (
    <Suspense>
      <PhoneDialog flow={Number(flowId)} revision={revision} onClose={close} />
    </Suspense>
  )
}

function CopyDialog({ name, close }: { name: string; close: () => void }) {
  const { t } = useLingui()
  const { flowId } = useBuilder()
  const go = useNavigate()
  const queries = useQueryClient()
  const [copy, setCopy] = useState(t`${name} (copy)`)
  const [structure, setStructure] = useState(false)
  const form = useForm(
    () => api.post<FlowHead>(path`/flows/${flowId}/copy`, { name: copy, ...(structure && { structure }) }),
    async ({ id }) => {
      close()
      await queries.invalidateQueries({ queryKey: ['flows'] })
      await go({ to: '/flows/$id', params: { id: String(id) } })
    },
  )
  return (
    <Dialog
      title={t`Copy the flow`}
      description={t`The copy is made of what is saved, and is a draft.`}
      size="s"
      open
      onOpenChange={close}
      actions={
        <>
          <Button onClick={close}>{t`Cancel`}</Button>
          <Button variant="primary" busy={form.busy} onClick={() => void form.submit()}>{t`Copy`}</Button>
        </>
      }
    >
      <Form form={form} fields={['name']}>
        <TextField label={t`Name`} name="name" error={form.errorOf('name')} value={copy} onChange={({ target }) => setCopy(target.value)} />
        <Checkbox
          label={t`Only the structure`}
          hint={t`Nodes and edges stay, their settings are emptied.`}
          checked={structure}
          onChange={({ target }) => setStructure(target.checked)}
        />
      </Form>
    </Dialog>
  )
}

function NameDialog({ name, close, reopen }: { name: string; close: () => void; reopen: () => Promise<void> }) {
  const { flowId, store } = useBuilder()
  return <RenameFlow flow={{ id: Number(flowId), name }} onClose={close} renamed={() => store.difference === 'none' && reopen()} />
}

function UsesDialog({ close }: { close: () => void }) {
  const { t } = useLingui()
  const { flowId } = useBuilder()
  const flow = useFlow()
  const { data, error, refetch } = useQuery(usesQuery(flowId))
  return (
    <Dialog title={t`Who uses ${flow.name}`} size="s" open onOpenChange={close} actions={<Button variant="primary" onClick={close}>{t`Close`}</Button>}>
      <ErrorBox error={error} retry={() => void refetch()} />
      {data?.length === 0 ? (
        <p>
          <Trans>No number and no other flow uses it.</Trans>
        </p>
      ) : (
        data && <UseList uses={data} />
      )}
    </Dialog>
  )
}
