import { useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { Select } from '@/parts/Field'
import { useToast } from '@/parts/Toast'
import { boxes, noticesQuery, type ByMail } from './api'

/** Whether a person gets messages by mail. */
export function MailCard({ user, may }: { user: string; may: boolean }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const toast = useToast()
  const { data, error, refetch } = useQuery(noticesQuery)
  const [failure, setFailure] = useState<unknown>()
  const own = data?.find((one) => one.user?.toLowerCase() === user.toLowerCase())?.voicemail ?? ''
  const company = data?.find((one) => !one.user)?.voicemail || 'off'
  const names: Record<Exclude<ByMail, ''>, string> = { off: t`No mail`, link: t`A mail with a link`, sound: t`A mail with the sound` }

  async function set(to: ByMail) {
    setFailure(undefined)
    try {
      await boxes.tellByMail(user, to)
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
      <ErrorBox error={failure ?? error} retry={() => void refetch()} />
    </Card>
  )
}
