import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Card } from '@/parts/Card'
import { ErrorBox } from '@/parts/ErrorBox'
import { Checkbox } from '@/parts/Field'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { companyQuery, settings, type Company } from './api'

/** What has to be true before a flow goes live. */
export function PublishingCard({ company, etag }: { company: Company; etag: string | undefined }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  async function set(tests_block_publishing: boolean) {
    setBusy(true)
    setError(undefined)
    try {
      queries.setQueryData(companyQuery.queryKey, await settings.setCompany({ tests_block_publishing }, etag))
      toast.done(t`Saved.`)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Card title={t`Publishing`}>
      <Checkbox
        label={t`Failed tests block publishing`}
        hint={t`A flow whose tests fail cannot go live before they are mended. Otherwise the failure is only shown.`}
        checked={company.tests_block_publishing}
        disabled={busy}
        onChange={(event) => void set(event.target.checked)}
      />
      <ErrorBox error={error} />
      <Stale
        error={error}
        load={async () => {
          await queries.invalidateQueries(companyQuery)
          setError(undefined)
        }}
      />
    </Card>
  )
}
