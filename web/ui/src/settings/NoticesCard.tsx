import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { noticeOf, noticesQuery, setNotice, type Notice } from '@/api/notices'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Select, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'

/** How people are told of messages and missed calls, where they have nothing of their own. */
export function NoticesCard({ all }: { all: Answer<Notice[]> }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  // What the person began with: another's change of it meanwhile is told, and not overwritten. One of somebody's own notices is no matter.
  const [begun, setBegun] = useState(all)
  const saved = shownOf(begun)
  const [draft, setDraft] = useState(saved)
  const byWeb = draft.missed === 'webhook' || draft.missed === 'both'
  const same = JSON.stringify(saved) === JSON.stringify(shownOf(all))
  const form = useForm(
    () => setNotice(undefined, { ...draft, webhook: draft.webhook.trim() }, same ? all.etag : begun.etag),
    async () => {
      await load()
      toast.done(t`Saved.`)
    },
  )

  async function load() {
    const now = await queries.fetchQuery({ ...noticesQuery, staleTime: 0 })
    setBegun(now)
    setDraft(shownOf(now))
    form.clear()
  }
  const changed = draft.voicemail !== saved.voicemail || draft.missed !== saved.missed || draft.webhook !== saved.webhook
  return (
    <Card title={t`Notices`} description={t`For everybody who has nothing else set. Mail goes to the address of the person.`}>
      <Form
        form={form}
        fields={['voicemail', 'missed', 'webhook']}
        actions={
          <Button type="submit" variant="primary" busy={form.busy} disabled={!changed}>
            <Trans>Save the notices</Trans>
          </Button>
        }
      >
        <Select
          label={t`Voicemail`}
          name="voicemail"
          value={draft.voicemail}
          onChange={(event) => setDraft({ ...draft, voicemail: event.target.value as Notice['voicemail'] })}
          error={form.errorOf('voicemail')}
          choices={[
            { value: 'off', label: t`No mail` },
            { value: 'link', label: t`Mail with a link to the message` },
            { value: 'sound', label: t`Mail with the message in it` },
          ]}
        />
        <Select
          label={t`Missed calls`}
          name="missed"
          value={draft.missed}
          onChange={(event) => setDraft({ ...draft, missed: event.target.value as Notice['missed'] })}
          error={form.errorOf('missed')}
          choices={[
            { value: 'off', label: t`No notice` },
            { value: 'mail', label: t`Mail` },
            { value: 'webhook', label: t`Web request` },
            { value: 'both', label: t`Mail and web request` },
          ]}
        />
        {(byWeb || draft.webhook !== '') && (
          <TextField
            label={t`Address of the web request`}
            name="webhook"
            type="url"
            value={draft.webhook}
            onValueChange={(webhook) => {
              form.touch('webhook')
              setDraft({ ...draft, webhook })
            }}
            error={form.errorOf('webhook')}
            hint={t`Each missed call is posted there as JSON, such as to https://example.org/calls.`}
            optional={!byWeb}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <Stale error={form.error} load={load} />
      </Form>
    </Card>
  )
}

/** The company's as the form has it, which has no word for what was never set. */
function shownOf({ data }: Answer<Notice[]>): Omit<Notice, 'user'> {
  const { voicemail, missed, webhook } = noticeOf(data)
  return { voicemail: voicemail || 'off', missed: missed || 'off', webhook }
}
