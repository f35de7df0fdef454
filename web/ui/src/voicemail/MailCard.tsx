import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { noticeOf, noticesQuery, setNotice, type ByMail } from '@/api/notices'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { Select } from '@/parts/Field'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'

/** Whether a person gets messages by mail. */
export function MailCard({ user, may }: { user: string; may: boolean }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const toast = useToast()
  const { data, error, refetch } = useQuery(noticesQuery)
  const [failure, setFailure] = useState<unknown>()
  const all = data?.data ?? []
  const own = noticeOf(all, user).voicemail
  const company = noticeOf(all).voicemail || 'off'
  const names: Record<Exclude<ByMail, ''>, string> = { off: t`No mail`, link: t`A mail with a link`, sound: t`A mail with the sound` }

  async function set(to: ByMail) {
    setFailure(undefined)
    try {
      await setNotice(user, { voicemail: to }, data?.etag)
      await queries.invalidateQueries(noticesQuery)
      toast.done(t`Saved.`)
    } catch (problem) {
      setFailure(problem)
    }
  }
  return (
    <Card title={t`By mail`} description={t`To the address of the person, when a message was left.`}>
      <Select
        label={t`New messages`}
        value={own}
        disabled={!may || !data}
        onChange={(event) => void set(event.target.value as ByMail)}
        choices={[{ value: '', label: t`As the company says: ${names[company]}` }, ...(['off', 'link', 'sound'] as const).map((value) => ({ value, label: names[value] }))]}
      />
      <ErrorBox error={failure ?? error} {...(!failure && { retry: () => void refetch() })} />
      <Stale
        error={failure}
        load={async () => {
          await refetch()
          setFailure(undefined)
        }}
      />
    </Card>
  )
}
