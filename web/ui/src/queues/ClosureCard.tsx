import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { DoorClosed, DoorOpen } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { useToast } from '@/parts/Toast'
import { queues, type Queue } from './api'
import { OpenBadge } from './states'

/** Closes a queue whatever its hours, for a fire drill or a party, and opens it again. */
export function ClosureCard({ queue }: { queue: Queue }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queryClient = useQueryClient()
  const toast = useToast()
  const [to, setTo] = useState('')
  const name = queue.name
  const form = useForm(
    () => (queue.closed ? queues.open(name) : queues.close(name, to.trim())),
    async (after) => {
      toast.done(after.closed ? t`${name} is closed.` : t`${name} takes callers by its hours again.`)
      await queryClient.invalidateQueries({ queryKey: ['queues'] })
    },
  )
  return (
    <Card title={t`Exceptional closure`} actions={queue.closed && <OpenBadge queue={queue} />}>
      <Form
        form={form}
        fields={['to']}
        actions={
          admin && (
            <Button type="submit" busy={form.busy} icon={queue.closed ? <DoorOpen size={16} aria-hidden /> : <DoorClosed size={16} aria-hidden />}>
              {queue.closed ? <Trans>Open it again</Trans> : <Trans>Close it now</Trans>}
            </Button>
          )
        }
      >
        {queue.closed ? (
          <p className={layout.soft}>
            {queue.closed_to ? (
              <Trans>
                Callers go to <code>{queue.closed_to}</code>.
              </Trans>
            ) : (
              <Trans>Callers take the outcome “closed”.</Trans>
            )}
          </p>
        ) : (
          <>
            <p className={layout.soft}>
              <Trans>Whatever the hours. Those who wait already are still served.</Trans>
            </p>
            {admin && <TextField label={t`Where callers go`} name="to" optional value={to} onValueChange={setTo} error={form.errorOf('to')} hint={t`external:+NUMBER, or user:NAME or group:NAME for a mailbox; else they take the outcome “closed”.`} spellCheck={false} />}
          </>
        )}
      </Form>
    </Card>
  )
}
