import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { request, path, type Answer } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { Skeleton } from '@/parts/Skeleton'
import { Stale } from '@/parts/Stale'

type Named = { id: number; name: string }

/** Gives a flow another name; `renamed` is called before the dialog closes. */
export function RenameFlow({ flow: { id, name }, renamed, onClose }: { flow: Named; renamed?: () => unknown; onClose: () => void }) {
  const { t } = useLingui()
  const [shown, setShown] = useState(0)
  // The lists have no versions; and the name may have changed since the list was shown.
  const { data, error, refetch } = useQuery({
    queryKey: ['flow', String(id), 'name'],
    queryFn: ({ signal }) => request<Named>('GET', path`/flows/${id}`, { signal }),
    staleTime: Infinity,
    gcTime: 0,
  })
  return (
    <Dialog open onOpenChange={onClose} size="s" title={t`Rename ${name}`} description={t`Numbers that use it follow. A flow that other flows refer to is not renamed.`}>
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton />}
      {data && (
        <NameForm
          key={shown}
          saved={data}
          load={async () => {
            await refetch()
            setShown(shown + 1)
          }}
          renamed={async () => {
            await renamed?.()
            onClose()
          }}
        />
      )}
    </Dialog>
  )
}

function NameForm({ saved, load, renamed }: { saved: Answer<Named>; load: () => Promise<unknown>; renamed: () => unknown }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState(saved.data.name)
  const form = useForm(
    () => request('PATCH', path`/flows/${saved.data.id}`, { body: { name }, ifMatch: saved.etag }),
    async () => {
      await Promise.all([['flows'], ['numbers'], ['flow', String(saved.data.id)]].map((queryKey) => queries.invalidateQueries({ queryKey })))
      await renamed()
    },
  )
  return (
    <Form
      form={form}
      fields={['name']}
      actions={
        <Button type="submit" variant="primary" busy={form.busy}>
          <Trans>Rename</Trans>
        </Button>
      }
    >
      <TextField name="name" label={t`Name`} value={name} maxLength={128} error={form.errorOf('name')} onValueChange={setName} />
      <Stale error={form.error} load={load} />
    </Form>
  )
}
