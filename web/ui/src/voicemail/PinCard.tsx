import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Problem } from '@/api/problem'
import { Badge } from '@/parts/Badge'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Copy } from '@/parts/Copy'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { Stale } from '@/parts/Stale'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import { boxes, boxQuery, type BoxBase, type Mailbox } from './api'

/** The number and the PIN that open a box from another telephone. */
export function PinCard({ base, saved, may }: { base: BoxBase; saved: Answer<Mailbox>; may: boolean }) {
  const { t } = useLingui()
  const times = useTimes()
  const toast = useToast()
  const queries = useQueryClient()
  const { box, has_pin, locked_until, number = '' } = saved.data
  const [pin, setPin] = useState('')
  // The version that a PIN was begun with: another's PIN meanwhile is told, and not overwritten.
  const [begun, setBegun] = useState(saved)
  const [made, setMade] = useState<string>()
  const [error, setError] = useState<unknown>()
  const load = () => queries.invalidateQueries(boxQuery(base, box))
  const [opened] = useState(() => Date.now())
  const locked = locked_until && new Date(locked_until).getTime() > opened
  const form = useForm(
    () => boxes.setPIN(base, begun, pin),
    async () => {
      setPin('')
      await load()
      toast.done(t`The PIN is set.`)
    },
  )

  function type(text: string) {
    if (pin === '') setBegun(saved)
    setPin(text)
  }

  async function again() {
    setPin('')
    setError(undefined)
    form.clear()
    await load()
  }

  async function act(what: () => Promise<unknown>) {
    setError(undefined)
    try {
      await what()
      setPin('')
    } catch (failure) {
      setError(failure)
    }
  }

  return (
    <Card title={t`From another telephone`} description={t`One’s own telephone opens the box without a PIN.`}>
      <div className={layout.fields}>
        {base === '/mailboxes' ? <NumberForm key={number} saved={saved} may={may} load={load} /> : number && <p>{t`The number of your box: ${number}`}</p>}
        <div className={layout.row}>
          {has_pin ? <Badge tone="good">{t`It has a PIN`}</Badge> : <Badge>{t`No PIN opens it`}</Badge>}
          {locked && <Badge tone="bad">{t`Locked until ${times.time(locked_until)}, after too many wrong PINs`}</Badge>}
          {locked && base === '/mailboxes' && may && (
            <Button size="s" onClick={() => void act(async () => boxes.set(box, { unlock: true }).then(load))}>
              <Trans>Unlock</Trans>
            </Button>
          )}
        </div>
        {may && (
          <>
            <Form
              form={form}
              fields={['PIN', 'pin']}
              actions={
                <>
                  <Button type="submit" busy={form.busy} disabled={pin === ''}>
                    <Trans>Set the PIN</Trans>
                  </Button>
                  <Button onClick={() => void act(async () => setMade(await boxes.makePIN(base, saved)))}>
                    <Trans>Make one</Trans>
                  </Button>
                  {has_pin && (
                    <Button onClick={() => void act(async () => boxes.setPIN(base, saved, '').then(load))}>
                      <Trans>Take it away</Trans>
                    </Button>
                  )}
                </>
              }
            >
              <TextField label={t`New PIN`} name="PIN" value={pin} onValueChange={type} error={form.errorOf('PIN') ?? form.errorOf('pin')} hint={t`4 to 12 digits.`} inputMode="numeric" autoComplete="off" />
            </Form>
            <ErrorBox error={error} />
            <Stale error={form.error ?? error} load={again} />
          </>
        )}
      </div>
      {made && (
        <Dialog
          open
          size="s"
          onOpenChange={() => {
            setMade(undefined)
            void load()
          }}
          title={t`The new PIN`}
          description={t`It is shown this once. The old one does not open the box any more.`}
        >
          <Copy label={t`PIN`} value={made} />
        </Dialog>
      )}
    </Card>
  )
}

function NumberForm({ saved, may, load }: { saved: Answer<Mailbox>; may: boolean; load: () => Promise<unknown> }) {
  const { t } = useLingui()
  const toast = useToast()
  const { box, number: before = '' } = saved.data
  const [number, setNumber] = useState(before)
  const form = useForm(
    () => boxes.set(box, { number: number.trim() }, saved.etag),
    async () => {
      await load()
      toast.done(t`Saved.`)
    },
  )
  // That another box has the number is no error of a field to the server, but to whoever wrote it.
  const conflict = form.error instanceof Problem && form.error.code === 'conflict' ? form.error.message : undefined
  return (
    <Form
      form={conflict ? { ...form, error: undefined } : form}
      fields={['number']}
      actions={
        may && (
          <Button type="submit" busy={form.busy} disabled={number.trim() === before}>
            <Trans>Save the number</Trans>
          </Button>
        )
      }
    >
      <TextField label={t`Number of the box`} name="number" optional disabled={!may} value={number} onValueChange={setNumber} error={conflict ?? form.errorOf('number')} hint={t`Its owner types it, then the PIN.`} inputMode="numeric" autoComplete="off" />
      <Stale error={form.error} load={load} />
    </Form>
  )
}
