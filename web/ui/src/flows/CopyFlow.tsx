import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, path } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { Checkbox, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { useToast } from '@/parts/Toast'
import type { Flow } from './flow'

export function CopyFlow({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [name, setName] = useState(t`Copy of ${flow.name}`)
  const [structure, setStructure] = useState(false)
  const form = useForm(
    () => api.post<Flow>(path`/flows/${flow.id}/copy`, { name, structure }),
    async (made) => {
      await queries.invalidateQueries({ queryKey: ['flows'] })
      toast.done(t`${made.name} is a draft.`)
      onClose()
    },
  )
  return (
    <Dialog open onOpenChange={onClose} size="s" title={t`Copy ${flow.name}`}>
      <Form
        form={form}
        fields={['name']}
        actions={
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Copy</Trans>
          </Button>
        }
      >
        <TextField name="name" label={t`Name of the copy`} value={name} maxLength={128} error={form.errorOf('name')} onChange={(event) => setName(event.target.value)} />
        <Checkbox
          label={t`Only the structure`}
          hint={t`Nodes and ways are kept; what they say and whom they ring is left empty.`}
          checked={structure}
          onChange={(event) => setStructure(event.target.checked)}
        />
      </Form>
    </Dialog>
  )
}
