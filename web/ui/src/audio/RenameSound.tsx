import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Problem } from '@/api/problem'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { Stale } from '@/parts/Stale'
import { soundQuery, sounds, type Sound } from './api'

/** Gives a sound that nothing plays another name. */
export function RenameSound({ saved, onClose }: { saved: Answer<Sound>; onClose: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const before = saved.data.name
  const [begun, setBegun] = useState(saved)
  const [name, setName] = useState(before)
  const form = useForm(
    () => sounds.set(begun, { name: name.trim() }),
    async (answer) => {
      queries.setQueryData(soundQuery(answer.data.name).queryKey, answer)
      await navigate({ to: '/audio-library/$sound', params: { sound: answer.data.name } })
      queries.removeQueries(soundQuery(before))
      await queries.invalidateQueries({ queryKey: ['audio'] })
      onClose()
    },
  )
  // That a name is taken is no error of a field to the server, but to whoever wrote it.
  const conflict = form.error instanceof Problem && form.error.code === 'conflict' ? form.error.message : undefined
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} size="s" title={t`Rename ${before}`} description={t`What plays a sound knows it by its name: one that is in use keeps it.`}>
      <Form
        form={conflict ? { ...form, error: undefined } : form}
        fields={['name', 'audio']}
        actions={
          <Button type="submit" variant="primary" busy={form.busy} disabled={name.trim() === before}>
            <Trans>Rename</Trans>
          </Button>
        }
      >
        <TextField name="name" label={t`Name`} value={name} maxLength={64} error={conflict ?? form.errorOf('name') ?? form.errorOf('audio')} onValueChange={setName} autoComplete="off" spellCheck={false} />
        <Stale
          error={form.error}
          load={async () => {
            setBegun(await queries.fetchQuery({ ...soundQuery(before), staleTime: 0 }))
            form.clear()
          }}
        />
      </Form>
    </Dialog>
  )
}
