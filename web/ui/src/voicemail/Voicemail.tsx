import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { Checkbox, Select } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { mailboxesQuery } from './api'
import { Messages } from './Messages'

/** All messages of the company, box by box. */
export function Voicemail() {
  const { t } = useLingui()
  const admin = useMay('admin')
  const [box, setBox] = useState('')
  const [unread, setUnread] = useState(false)
  const { data } = useQuery(mailboxesQuery)
  return (
    <>
      <PageHeader title={t`Voicemail`} description={t`Messages that callers left for people and groups.`} />
      <div className={layout.filters}>
        <Select
          label={t`Box`}
          value={box}
          onChange={(event) => setBox(event.target.value)}
          choices={[{ value: '', label: t`All boxes` }, ...(data ?? []).map((one) => ({ value: one.box, label: one.new > 0 ? t`${one.box} (${one.new} new)` : one.box }))]}
        />
        <Checkbox label={t`Only new ones`} checked={unread} onChange={(event) => setUnread(event.target.checked)} />
      </div>
      <Messages base="/voicemail" box={box || undefined} unread={unread || undefined} may={admin} />
    </>
  )
}
