import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Settings2 } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useLive } from '@/api/live'
import { useMay } from '@/api/session'
import { LinkButton } from '@/parts/Button'
import { Checkbox, Select, TextField } from '@/parts/Field'
import { Filters } from '@/parts/Filters'
import { PageHeader } from '@/parts/PageHeader'
import { mailboxesQuery } from './api'
import { Messages } from './Messages'
import { messagesRoute } from './routes'

/** All messages of the company, box by box. */
export function Voicemail() {
  const { t } = useLingui()
  const admin = useMay('admin')
  const search = messagesRoute.useSearch()
  const navigate = messagesRoute.useNavigate()
  const shown = useDeferredValue(search)
  const { data } = useQuery(mailboxesQuery)
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const { box } = search
  const known = (data ?? []).map((one) => ({ value: one.box, label: one.new > 0 ? t`${one.box} (${one.new} new)` : one.box }))
  // A box without messages and settings is in no list, but may be in the address.
  if (box && !known.some(({ value }) => value === box)) known.push({ value: box, label: box })
  useLive({ messages: [['/voicemail'], ['mailboxes']] })
  return (
    <>
      <PageHeader
        title={t`Voicemail`}
        description={t`Messages that callers left for people and groups.`}
        actions={
          box && (
            <LinkButton to="/voicemail/$box" params={{ box }} icon={<Settings2 size={16} aria-hidden />}>
              <Trans>Settings of this box</Trans>
            </LinkButton>
          )
        }
      />
      <Filters label={t`Filter the messages`}>
        <Select label={t`Box`} value={box ?? ''} onChange={(event) => set({ box: event.target.value || undefined })} choices={[{ value: '', label: t`All boxes` }, ...known]} />
        <TextField label={t`Caller`} type="search" inputMode="tel" value={search.caller ?? ''} onChange={(event) => set({ caller: event.target.value || undefined })} />
        <Checkbox label={t`Only new ones`} checked={search.unread === true} onChange={(event) => set({ unread: event.target.checked || undefined })} />
      </Filters>
      <Messages base="/voicemail" box={shown.box} unread={shown.unread} caller={shown.caller} may={admin} />
    </>
  )
}
