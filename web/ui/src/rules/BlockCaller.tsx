import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { Checkbox, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { rules } from './api'

/** Puts a caller, or the beginning of numbers, on the list. */
export function BlockCaller({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [draft, setDraft] = useState({ number: '', prefix: false, reason: '' })
  const form = useForm(
    () => rules.block(draft),
    async () => {
      await queries.invalidateQueries({ queryKey: ['blocked'] })
      onClose()
    },
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="s"
      title={t`Block a caller`}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" form="block-caller" variant="primary" busy={form.busy}>
            <Trans>Block</Trans>
          </Button>
        </>
      }
    >
      <Form id="block-caller" form={form} fields={['number', 'reason']}>
        <TextField label={t`Number`} name="number" value={draft.number} onValueChange={(number) => setDraft({ ...draft, number })} error={form.errorOf('number')} hint={draft.prefix ? t`With + and the country code, such as +882.` : t`As you would dial it, or with + and the country code.`} autoComplete="off" inputMode="tel" />
        <Checkbox label={t`All numbers that begin so`} checked={draft.prefix} onChange={(event) => setDraft({ ...draft, prefix: event.target.checked })} />
        <TextField label={t`Reason`} name="reason" optional value={draft.reason} onValueChange={(reason) => setDraft({ ...draft, reason })} error={form.errorOf('reason')} hint={t`For this list and the history of calls.`} autoComplete="off" dir="auto" />
      </Form>
    </Dialog>
  )
}
