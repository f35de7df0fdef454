import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '@/api/problem'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { Select, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { audioName, free, nameOfFile } from '@/parts/sound/names'
import { given, type Source } from '@/parts/sound/source'
import { SoundSource } from '@/parts/sound/SoundSource'
import { useToast } from '@/parts/Toast'
import { sounds, type Kind } from './api'
import { useKindChoices } from './kinds'

/** Makes a sound of a file, of a recording or of a text, and shows it. */
export function NewSound({ taken, onClose }: { taken: readonly string[]; onClose: () => void }) {
  const { t } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const toast = useToast()
  const [source, setSource] = useState<Source>({ way: 'file' })
  const [written, setWritten] = useState<string>()
  const [kind, setKind] = useState<Kind | ''>('')
  const [sent, setSent] = useState<number>()
  const kindChoices = useKindChoices(t`Not said`)
  const name = written ?? proposal(source, taken)
  const form = useForm(
    async () => {
      try {
        if (source.way === 'text') return await sounds.speak(source.text, name.trim(), kind)
        return source.file && (await sounds.upload(source.file, name.trim(), kind, setSent))
      } finally {
        setSent(undefined)
      }
    },
    async (sound) => {
      await queries.invalidateQueries({ queryKey: ['audio'] })
      toast.done(t`It is in the library.`)
      onClose()
      if (sound) await navigate({ to: '/audio-library/$sound', params: { sound: sound.name } })
    },
  )
  // That a name is taken is no error of a field to the server, but to whoever wrote it.
  const conflict = form.error instanceof Problem && form.error.code === 'conflict' ? form.error.message : undefined
  const nameError = conflict ?? form.errorOf('name') ?? form.errorOf('audio') ?? form.errorOf('audio_name')

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`New sound`}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" form="new-sound" variant="primary" busy={form.busy} disabled={!given(source) || name.trim() === ''}>
            <Trans>Put it in the library</Trans>
          </Button>
        </>
      }
    >
      <Form id="new-sound" form={conflict ? { ...form, error: undefined } : form} fields={['name', 'audio', 'audio_name', 'text']}>
        <SoundSource source={source} onSource={setSource} error={form.errorOf('text')} progress={sent} />
        <TextField
          label={t`Name`}
          name="name"
          value={name}
          onValueChange={(text) => {
            form.clear()
            setWritten(text)
          }}
          error={nameError}
          hint={t`What flows call it: welcome in audio:welcome.`}
          autoComplete="off"
          spellCheck={false}
        />
        <Select label={t`Kind`} optional value={kind} onChange={(event) => setKind(event.target.value as Kind | '')} choices={kindChoices} hint={t`Only to find it again.`} />
      </Form>
    </Dialog>
  )
}

/** A name for what was chosen, until the person writes one. */
function proposal(source: Source, taken: readonly string[]): string {
  if (!given(source)) return ''
  if (source.way === 'text') return free(audioName(source.text.split(/\s+/).slice(0, 4).join(' ')), taken)
  return free(source.file instanceof File ? nameOfFile(source.file) : 'recording', taken)
}
