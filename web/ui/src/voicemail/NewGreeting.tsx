import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { Form, useForm } from '@/parts/Form'
import { given, type Source } from '@/parts/sound/source'
import { SoundSource } from '@/parts/sound/SoundSource'
import { useToast } from '@/parts/Toast'
import { boxes, type BoxBase } from './api'

/** Gives a box a greeting: recorded here, from a file, or spoken from text. */
export function NewGreeting({ base, box, changed, onClose }: { base: BoxBase; box: string; changed: () => Promise<unknown>; onClose: () => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const [source, setSource] = useState<Source>({ way: 'record' })
  const [sent, setSent] = useState<number>()
  const form = useForm(
    async () => {
      try {
        if (source.way === 'text') await boxes.greetByText(base, box, source.text)
        else if (source.file) await boxes.greet(base, box, source.file, setSent)
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
      </Form>
    </Dialog>
  )
}
