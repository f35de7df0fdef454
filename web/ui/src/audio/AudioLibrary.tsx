import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { AudioLines, Plus } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { Select, TextField } from '@/parts/Field'
import { Filters } from '@/parts/Filters'
import layout from '@/parts/Layout.module.css'
import { PageHeader } from '@/parts/PageHeader'
import { DropZone } from '@/parts/sound/DropZone'
import { sounds, soundsQuery, type Kind } from './api'
import { useKindChoices } from './kinds'
import { NewSound } from './NewSound'
import { libraryRoute } from './routes'
import { SoundTable } from './SoundTable'
import { Uploads } from './Uploads'
import { useUploads } from './useUploads'

export function AudioLibrary() {
  const { t } = useLingui()
  const search = libraryRoute.useSearch()
  const navigate = libraryRoute.useNavigate()
  const queries = useQueryClient()
  const mayChange = useMay('flows')
  const [adding, setAdding] = useState(false)
  const all = useQuery(soundsQuery())
  const list = useQuery(soundsQuery(useDeferredValue(search)))
  const names = all.data?.map(({ name }) => name) ?? []
  const { uploads, add, again, dismiss } = useUploads((file, name, onProgress) => sounds.upload(file, name, search.kind ?? '', onProgress), names, () => queries.invalidateQueries({ queryKey: ['audio'] }))
  const kindChoices = useKindChoices(t`All kinds`)
  const set = (change: Partial<typeof search>) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
  const filtered = search.q !== undefined || search.kind !== undefined
  const make = mayChange && (
    <Button variant="primary" icon={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      <Trans>New sound</Trans>
    </Button>
  )

  return (
    <>
      <PageHeader title={t`Audio library`} description={t`What callers hear: greetings, prompts, music. Flows play a sound by its name.`} actions={make} />
      <div className={layout.stack}>
        {mayChange && <DropZone multiple onFiles={add} />}
        <Uploads uploads={uploads} again={again} dismiss={dismiss} />
        <Filters label={t`Filter the sounds`}>
          <TextField label={t`Name or text`} type="search" value={search.q ?? ''} onChange={(event) => set({ q: event.target.value || undefined })} />
          <Select label={t`Kind`} value={search.kind ?? ''} onChange={(event) => set({ kind: (event.target.value || undefined) as Kind | undefined })} choices={kindChoices} />
        </Filters>
        <SoundTable
          sounds={list.data}
          error={list.error}
          retry={() => void list.refetch()}
          empty={
            filtered ? (
              <EmptyState title={t`No sound is like this`}>
                <Trans>Look for another word, or for all kinds.</Trans>
              </EmptyState>
            ) : (
              <EmptyState title={t`There is no sound yet`} picture={<AudioLines size={32} />} action={make}>
                <Trans>Record a greeting with the microphone, upload a file, or have a text spoken. A flow that plays audio:welcome plays the sound with the name “welcome”.</Trans>
              </EmptyState>
            )
          }
        />
      </div>
      {adding && <NewSound taken={names} onClose={() => setAdding(false)} />}
    </>
  )
}
