import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { TextArea, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { capsQuery, rules, type Cap, type Limits } from './api'
import { useCountNames } from './CapCard'
import { changeOf, counts, draftOf, fields, type Draft } from './limits'

type Props = {
  /** Whose; undefined: the company's. */
  user: string | undefined
  saved: Answer<Cap[]>
  onClose: () => void
}

/** Changes the limits of the company, or of a person, who may have none yet. */
export function ChangeCap({ user, saved, onClose }: Props) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const toast = useToast()
  const labels = useCountNames()
  const draftIn = ({ data }: Answer<Cap[]>) => draftOf(data.find((cap) => cap.user === user) ?? nothing)
  // What the person began with: another's change of it meanwhile is told, and not overwritten. One of somebody else's limits is no matter.
  const [begun, setBegun] = useState(saved)
  const [draft, setDraft] = useState(() => draftIn(saved))
  const same = JSON.stringify(draftIn(begun)) === JSON.stringify(draftIn(saved))
  const form = useForm(
    () => rules.setCap(user, changeOf(draft, draftIn(begun)), same ? saved.etag : begun.etag),
    async () => {
      await queries.invalidateQueries(capsQuery)
      toast.done(t`Saved. It holds from the very next call on.`)
      onClose()
    },
  )
  const field = (name: keyof Draft) => ({ name, value: draft[name], onValueChange: (text: string) => setDraft({ ...draft, [name]: text }), error: form.errorOf(name) })
  const lines = (name: 'allowed' | 'forbidden') => {
    const { onValueChange, ...rest } = field(name)
    return { ...rest, rows: 3, spellCheck: false, onChange: (event: { target: { value: string } }) => onValueChange(event.target.value) }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={user ? t`Limits of ${user}` : t`Limits of the company`}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" form="change-cap" variant="primary" busy={form.busy}>
            <Trans>Save</Trans>
          </Button>
        </>
      }
    >
      <Form id="change-cap" form={form} fields={fields}>
        <p className={layout.soft}>
          <Trans>An empty field is no limit; 0 allows none.</Trans>
        </p>
        <div className={layout.pair}>
          {counts.map((name) => (
            <TextField key={name} {...field(name)} label={labels[name]} inputMode="numeric" autoComplete="off" placeholder={t`no limit`} />
          ))}
        </div>
        <TextArea {...lines('allowed')} label={t`Prefixes that may be called`} optional hint={t`With + and the country code, one a line: +64 for New Zealand. Abroad and at extra cost only what stands here may be called.`} />
        <TextArea {...lines('forbidden')} label={t`Prefixes that may not be called`} optional hint={t`Of both lists the longest prefix counts.`} />
        {!user && <TextField {...field('alert')} label={t`Who gets a mail when a limit refuses a call`} type="email" optional autoComplete="off" />}
        <Stale
          error={form.error}
          load={async () => {
            const now = await queries.fetchQuery({ ...capsQuery, staleTime: 0 })
            setBegun(now)
            setDraft(draftIn(now))
            form.clear()
          }}
        />
      </Form>
    </Dialog>
  )
}

const nothing: Limits = { calls_hour: -1, concurrent: -1, minutes_day: -1, texts_hour: -1, allowed: [], forbidden: [] }
