import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Select, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { useToast } from '@/parts/Toast'
import { noticeQuery, settings, type Notice } from './api'

/** How people are told of messages and missed calls, where they have nothing of their own. */
export function NoticesCard({ notice }: { notice: Notice }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Notice>({ voicemail: notice.voicemail || 'off', missed: notice.missed || 'off', webhook: notice.webhook })
  const byWeb = draft.missed === 'webhook' || draft.missed === 'both'
  const form = useForm(
    () => settings.setNotice({ ...draft, webhook: draft.webhook.trim() }),
    async () => {
      toast.done(t`Saved.`)
      await queries.invalidateQueries(noticeQuery)
    },
  )
  const changed = draft.voicemail !== (notice.voicemail || 'off') || draft.missed !== (notice.missed || 'off') || draft.webhook !== notice.webhook
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
      </Form>
    </Card>
  )
}
