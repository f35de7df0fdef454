import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { Form, useForm } from '@/parts/Form'
import { given, type Source } from '@/parts/sound/source'
import { SoundSource } from '@/parts/sound/SoundSource'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { boxes, boxQuery, type BoxBase, type Mailbox } from './api'

/** Gives a box a greeting: recorded here, from a file, or spoken from text. */
export function NewGreeting({ base, saved, changed, onClose }: { base: BoxBase; saved: Answer<Mailbox>; changed: () => Promise<unknown>; onClose: () => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [source, setSource] = useState<Source>({ way: 'record' })
  // What the person began with, until it is shown what was saved since.
  const [begun, setBegun] = useState(saved)
  const [sent, setSent] = useState<number>()
  const form = useForm(
    async () => {
      try {
        if (source.way === 'text') await boxes.greetByText(base, begun, source.text)
        else if (source.file) await boxes.greet(base, begun, source.file, setSent)
      } finally {
        setSent(undefined)
      }
    },
    async () => {
      await changed()
      toast.done(t`Callers hear it from now on.`)
      onClose()
    },
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`A greeting of its own`}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" form="new-greeting" variant="primary" busy={form.busy} disabled={!given(source)}>
            <Trans>Use it</Trans>
          </Button>
        </>
      }
    >
      <Form id="new-greeting" form={form} fields={['text']}>
        <SoundSource source={source} onSource={setSource} error={form.errorOf('text')} progress={sent} />
        <Stale
          error={form.error}
          load={async () => {
            setBegun(await queries.fetchQuery({ ...boxQuery(base, saved.data.box), staleTime: 0 }))
            form.clear()
          }}
        />
      </Form>
    </Dialog>
  )
}
