import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Checkbox, Select, TextArea, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { queueQuery, queues, type Queue, type Strategy } from './api'
import { draftOf, fields, settingsOf, type Draft } from './settings'

type Texts = { [K in keyof Draft]: Draft[K] extends string ? K : never }[keyof Draft]

export function SettingsCard({ saved, load }: { saved: Answer<Queue>; load: () => Promise<unknown> }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queryClient = useQueryClient()
  const toast = useToast()
  const [draft, setDraft] = useState(draftOf(saved))
  const form = useForm(
    () => queues.set(saved.data.name, settingsOf(draft), saved.etag),
    async (answer) => {
      queryClient.setQueryData(queueQuery(saved.data.name).queryKey, answer)
      setDraft(draftOf(answer))
      toast.done(t`Saved.`)
      await queryClient.invalidateQueries({ queryKey: ['queues', 'now'] })
    },
  )
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const field = (name: Texts) => ({ name, value: draft[name], onValueChange: (value: string) => set({ [name]: value }), error: form.errorOf(name) })
  const number = (name: Texts) => ({ ...field(name), type: 'number', min: 0, inputMode: 'numeric' as const })
  const strategies: { value: Strategy; label: string }[] = [
    { value: 'in_order', label: t`The first of the list who is free` },
    { value: 'round_robin', label: t`In turn` },
    { value: 'longest_idle', label: t`Whoever has been idle longest` },
    { value: 'all', label: t`All who are free at once` },
    { value: 'random', label: t`Anybody` },
  ]
  return (
    <Card title={t`Settings`}>
      <Form
        form={form}
        fields={fields}
        actions={
          admin && (
            <Button type="submit" variant="primary" busy={form.busy}>
              <Trans>Save</Trans>
            </Button>
          )
        }
      >
        <fieldset disabled={!admin} className={layout.fields}>
          <Select label={t`Who is rung`} name="strategy" value={draft.strategy} onChange={(event) => set({ strategy: event.target.value as Strategy })} error={form.errorOf('strategy')} choices={strategies} />
          <div className={layout.pair}>
            <TextField {...number('ring_s')} label={t`Ring for (seconds)`} hint={t`Then the next one is rung.`} />
            <TextField {...number('wrap_up_s')} label={t`Wrap-up (seconds)`} hint={t`How long nobody rings an agent after a call.`} />
            <TextField {...number('capacity')} label={t`Places`} hint={t`How many may wait; 0 for any number.`} />
            <TextField {...number('pause_after')} label={t`Pause after missed calls`} hint={t`In a row; 0 for never.`} />
            <TextField {...number('service_level_s')} label={t`Answer within (seconds)`} hint={t`For the service level of reports.`} />
            <TextField {...number('cycle_s')} label={t`Cycle (seconds)`} hint={t`Announcements count in cycles.`} />
          </div>
          <TextArea label={t`Hours`} name="hours" optional rows={3} value={draft.hours} onChange={(event) => set({ hours: event.target.value })} error={form.errorOf('hours')} hint={t`One span a line, such as mon-fri 09:00-17:30. Without any it is always open.`} spellCheck={false} />
          <TextField {...field('timezone')} label={t`Time zone`} optional hint={t`Of the hours; the company's when it is empty.`} spellCheck={false} />
          <h3>{t`What callers hear`}</h3>
          <TextField {...field('music')} label={t`Music on hold`} hint={t`A class of Asterisk's.`} spellCheck={false} />
          <div className={layout.pair}>
            <TextField {...number('position_every')} label={t`Say the position every (cycles)`} hint={t`0 for never.`} />
            <TextField {...number('periodic_every')} label={t`Play the announcement every (cycles)`} hint={t`0 for never.`} />
          </div>
          <Checkbox label={t`Say the position only when it has changed`} checked={draft.position_changed} onChange={(event) => set({ position_changed: event.target.checked })} />
          <Checkbox label={t`Say the estimated wait with it`} checked={draft.wait_said} onChange={(event) => set({ wait_said: event.target.checked })} />
          <TextField {...field('periodic')} label={t`Announcement`} optional hint={t`audio:NAME, or a text to be spoken.`} dir="auto" />
          <h3>{t`What agents hear`}</h3>
          <TextField {...field('whisper')} label={t`Before the caller`} optional hint={t`audio:NAME, or a text to be spoken.`} dir="auto" />
        </fieldset>
        <Stale error={form.error} load={load} />
      </Form>
    </Card>
  )
}
