import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { useMay } from '@/api/session'
import { Card } from '@/parts/Card'
import { Copy } from '@/parts/Copy'
import { ErrorBox } from '@/parts/ErrorBox'
import { Select } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { sizeIn } from '@/parts/size'
import { lasted, useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import { soundQuery, sounds, type Kind, type Sound } from './api'
import { useKindChoices } from './kinds'

/** What flows call a sound, how long it is, and its kind, which can be changed. */
export function SoundFacts({ saved }: { saved: Answer<Sound> }) {
  const { t, i18n } = useLingui()
  const times = useTimes()
  const queries = useQueryClient()
  const toast = useToast()
  const mayChange = useMay('flows')
  const [error, setError] = useState<unknown>()
  const kindChoices = useKindChoices(t`Not said`)
  const { name, kind, duration_s, size, created } = saved.data

  async function set(to: Kind | '') {
    setError(undefined)
    try {
      const answer = await sounds.set(saved, { kind: to })
      queries.setQueryData(soundQuery(name).queryKey, answer)
      toast.done(t`Saved.`)
      await queries.invalidateQueries({ queryKey: ['audio'] })
    } catch (failure) {
      setError(failure)
    }
  }

  const [length, since] = [lasted(duration_s), times.dayTime(created)]
  return (
    <Card title={t`About it`}>
      <div className={layout.fields}>
        <Copy label={t`How flows name it`} value={`audio:${name}`} />
        <Select label={t`Kind`} value={kind ?? ''} disabled={!mayChange} onChange={(event) => void set(event.target.value as Kind | '')} choices={kindChoices} />
        <ErrorBox error={error} retry={() => void queries.invalidateQueries(soundQuery(name)).then(() => setError(undefined))} />
        <p className={layout.soft}>
          <Trans>
            {length} long, {sizeIn(i18n.locale, size)}, in the library since {since}.
          </Trans>
        </p>
      </div>
    </Card>
  )
}
