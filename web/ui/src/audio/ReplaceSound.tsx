import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { given, type Source } from '@/parts/sound/source'
import { SoundSource } from '@/parts/sound/SoundSource'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { Uses } from '@/parts/Uses'
import { peaksAt, soundQuery, sounds, type Sound } from './api'

/** Puts another sound in the place of one, wherever it is played. */
export function ReplaceSound({ saved, onClose }: { saved: Answer<Sound>; onClose: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const toast = useToast()
  const sound = saved.data
  const { name } = sound
  // What the person began with, until it is shown what was saved since.
  const [begun, setBegun] = useState(saved)
  const [source, setSource] = useState<Source>(sound.text ? { way: 'text', text: sound.text } : { way: 'file' })
  const [sent, setSent] = useState<number>()
  const form = useForm(
    async () => {
      try {
        if (source.way === 'text') await sounds.respeak(begun, source.text)
        else if (source.file) await sounds.replace(begun, source.file, setSent)
      } finally {
        setSent(undefined)
      }
    },
    async () => {
      queries.removeQueries({ queryKey: ['peaks', peaksAt(name)] })
      await Promise.all([queries.invalidateQueries(soundQuery(name)), queries.invalidateQueries({ queryKey: ['audio'] })])
      toast.done(t`${name} is replaced.`)
      onClose()
    },
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Replace ${name}`}
      description={t`Callers hear the new sound from the next time on, in all places where it is used. Calls go on with what they play.`}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" form="replace-sound" variant="primary" busy={form.busy} disabled={!given(source)}>
            <Trans>Replace it</Trans>
          </Button>
        </>
      }
    >
      <Form id="replace-sound" form={form} fields={['text']}>
        <SoundSource source={source} onSource={setSource} error={form.errorOf('text')} progress={sent} />
        <Stale
          error={form.error}
          load={async () => {
            queries.removeQueries({ queryKey: ['peaks', peaksAt(name)] })
            setBegun(await queries.fetchQuery({ ...soundQuery(name), staleTime: 0 }))
            form.clear()
          }}
        />
        <div className={layout.stack}>
          <h3>{t`Where it is used`}</h3>
          <Uses of={`/audio/${encodeURIComponent(name)}/uses`} />
        </div>
      </Form>
    </Dialog>
  )
}
