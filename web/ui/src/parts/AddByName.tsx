import { useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { useId, useState } from 'react'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { TextField } from './Field'
import { Form, useForm } from './Form'

type Props<T> = {
  /** What the button and the dialog are called. */
  title: string
  /** What the name is for, below its field. */
  hint: string
  add: (name: string) => Promise<T>
  /** When it is there: leads to its page. */
  onAdded: (added: T) => unknown
}

/** A button and a dialog to add what begins with no more than a name, such as a group. */
export function AddByName<T>({ title, hint, add, onAdded }: Props<T>) {
  const { t } = useLingui()
  const id = useId()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const form = useForm(
    () => add(name.trim()),
    async (added) => {
      setOpen(false)
      await onAdded(added)
    },
  )
  return (
    <Dialog
      title={title}
      size="s"
      open={open}
      onOpenChange={(is) => {
        setOpen(is)
        setName('')
        form.clear()
      }}
      trigger={
        <Button variant="primary" icon={<Plus size={16} aria-hidden />}>
          {title}
        </Button>
      }
      actions={
        <>
          <Button onClick={() => setOpen(false)}>{t`Cancel`}</Button>
          <Button type="submit" form={id} variant="primary" busy={form.busy}>{t`Add`}</Button>
        </>
      }
    >
      <Form form={form} id={id} fields={['name']}>
        <TextField label={t`Name`} name="name" value={name} onValueChange={setName} error={form.errorOf('name')} hint={hint} autoComplete="off" spellCheck={false} required />
      </Form>
    </Dialog>
  )
}
