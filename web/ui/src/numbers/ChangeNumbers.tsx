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
import type { NumberChange, PhoneNumber } from './number'

type Field = 'voice_flow' | 'text_flow' | 'service' | 'group'

/** Changes one number or many alike; what is left as it is differs between them. All are changed or none. */
export function ChangeNumbers({ numbers, onClose }: { numbers: PhoneNumber[]; onClose: (changed: boolean) => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [change, setChange] = useState<NumberChange>({})
  const count = numbers.length
  const shared = (field: Field) => (numbers.every((number) => number[field] === numbers[0]?.[field]) ? numbers[0]?.[field] : undefined)
  const value = (field: Field) => (field in change ? change[field] : shared(field))
  const set = (field: Field, to: string | undefined) =>
    setChange(({ [field]: _, ...others }) => (to === undefined || to === shared(field) ? others : { ...others, [field]: to }))

  const form = useForm(
    async () => {
      if (Object.keys(change).length > 0) await api.patch('/numbers', { numbers: numbers.map(({ number }) => number), change })
    },
    async () => {
      await Promise.all(['numbers', 'flows', 'summary'].map((queryKey) => queries.invalidateQueries({ queryKey: [queryKey] })))
      toast.done(count === 1 ? t`${numbers[0]?.number ?? ''} is changed.` : t`${count} numbers are changed.`)
      onClose(true)
    },
  )
  const text = (field: 'service' | 'group', label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      error={form.errorOf(`change.${field}`)}
      value={value(field) ?? ''}
      placeholder={value(field) === undefined ? t`(as they are)` : ''}
      onChange={(event) => set(field, event.target.value)}
    />
  )
  const flow = (field: 'voice_flow' | 'text_flow', label: string) => (
    <FlowChoice
      label={label}
      kind={field === 'voice_flow' ? 'voice' : 'text'}
      various={shared(field) === undefined}
      value={value(field)}
      error={form.errorOf(`change.${field}`)}
      onValue={(to) => set(field, to)}
    />
  )
  return (
    <Dialog
      open
      onOpenChange={() => onClose(false)}
      size="s"
      title={count === 1 ? t`Change ${numbers[0]?.number ?? ''}` : t`Change ${count} numbers`}
      description={t`It holds from the very next call on.`}
    >
      <Form
        form={form}
        fields={['change.voice_flow', 'change.text_flow', 'change.service', 'change.group']}
        actions={
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Save</Trans>
          </Button>
        }
      >
        {flow('voice_flow', t`Flow for calls`)}
        {flow('text_flow', t`Flow for texts`)}
        {text('service', t`Service name`, t`What it is for, such as Sales; flows can say it to whoever answers.`)}
        {text('group', t`Service group`, t`To find and change numbers together.`)}
      </Form>
    </Dialog>
  )
}
