import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { useToast } from '@/parts/Toast'
import { FlowChoice } from './FlowChoice'
import type { PhoneNumber } from './number'

export function AddNumber({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [number, setNumber] = useState({ number: '', service: '', group: '', voice_flow: '', text_flow: '' })
  const set = (change: Partial<typeof number>) => setNumber((before) => ({ ...before, ...change }))
  const form = useForm(
    () => api.post<PhoneNumber>('/numbers', number),
    async (made) => {
      await Promise.all(['numbers', 'flows', 'summary'].map((queryKey) => queries.invalidateQueries({ queryKey: [queryKey] })))
      toast.done(t`${made.number} is added.`)
      onClose()
    },
  )
  return (
    <Dialog open onOpenChange={onClose} size="s" title={t`Add a number`}>
      <Form
        form={form}
        fields={['number', 'service', 'group', 'voice_flow', 'text_flow']}
        actions={
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Add</Trans>
          </Button>
        }
      >
        <TextField
          name="number"
          label={t`Number`}
          hint={t`As Asterisk hands it over: with + and the country code, such as +61 2 9999 0000, or an extension such as 100.`}
          error={form.errorOf('number')}
          value={number.number}
          onChange={(event) => {
            form.touch('number')
            set({ number: event.target.value })
          }}
        />
        <FlowChoice name="voice_flow" kind="voice" label={t`Flow for calls`} error={form.errorOf('voice_flow')} value={number.voice_flow} onValue={(to) => set({ voice_flow: to ?? '' })} />
        <FlowChoice name="text_flow" kind="text" label={t`Flow for texts`} error={form.errorOf('text_flow')} value={number.text_flow} onValue={(to) => set({ text_flow: to ?? '' })} />
        <TextField name="service" label={t`Service name`} optional error={form.errorOf('service')} value={number.service} onChange={(event) => set({ service: event.target.value })} />
        <TextField name="group" label={t`Service group`} optional error={form.errorOf('group')} value={number.group} onChange={(event) => set({ group: event.target.value })} />
      </Form>
    </Dialog>
  )
}
