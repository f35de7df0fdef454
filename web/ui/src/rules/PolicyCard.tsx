import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { policiesQuery, rules, type Policy } from './api'
import { useSortName } from './policy'
import { PolicyFields, policyFields } from './PolicyFields'

/** What becomes of one sort of callers, for all numbers. */
export function PolicyCard({ policy, etag }: { policy: Policy; etag: string | undefined }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queries = useQueryClient()
  const toast = useToast()
  const sortName = useSortName()
  // What the person began with: another's change of it meanwhile is told, and not overwritten. One of the other policies is no matter.
  const [begun, setBegun] = useState({ policy, etag })
  const [draft, setDraft] = useState(policy)
  const same = JSON.stringify(policy) === JSON.stringify(begun.policy)
  const form = useForm(
    () => rules.setPolicy(draft, same ? etag : begun.etag),
    (all) => {
      queries.setQueryData(policiesQuery.queryKey, all)
      start(all)
      toast.done(t`Saved.`)
    },
  )

  function start({ data, etag: version }: Answer<Policy[]>) {
    const saved = data.find(({ callers, number }) => callers === policy.callers && number === '') ?? policy
    setBegun({ policy: saved, etag: version })
    setDraft(saved)
  }
  return (
    <Card title={sortName(policy.callers)} description={policy.callers === 'blocked' ? t`Those of the list above.` : t`Calls without a number.`}>
      <Form
        form={form}
        fields={policyFields}
        actions={
          admin && (
            <Button type="submit" variant="primary" busy={form.busy}>
              <Trans>Save</Trans>
            </Button>
          )
        }
      >
        <fieldset disabled={!admin} className={layout.fields}>
          <legend className="sr-only">{sortName(policy.callers)}</legend>
          <PolicyFields policy={draft} onPolicy={setDraft} errorOf={form.errorOf} />
        </fieldset>
        <Stale
          error={form.error}
          load={async () => {
            start(await queries.fetchQuery({ ...policiesQuery, staleTime: 0 }))
            form.clear()
          }}
        />
      </Form>
    </Card>
  )
}
