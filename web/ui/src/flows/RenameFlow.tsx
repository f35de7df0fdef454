import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, path } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import type { Flow } from './flow'

export function RenameFlow({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [name, setName] = useState(flow.name)
  const form = useForm(
    () => api.patch<Flow>(path`/flows/${flow.id}`, { name }),
    async () => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['flows'] }), queries.invalidateQueries({ queryKey: ['numbers'] })])
      onClose()
    },
  )
  return (
    <Dialog open onOpenChange={onClose} size="s" title={t`Rename ${flow.name}`} description={t`Numbers and other flows that use it follow.`}>
      <Form
        form={form}
        fields={['name']}
        actions={
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Rename</Trans>
          </Button>
        }
      >
        <TextField name="name" label={t`Name`} value={name} maxLength={128} error={form.errorOf('name')} onChange={(event) => setName(event.target.value)} />
      </Form>
    </Dialog>
  )
}
