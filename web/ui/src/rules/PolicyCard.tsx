import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { useToast } from '@/parts/Toast'
import { policiesQuery, rules, type Policy } from './api'
import { useSortName } from './policy'
import { PolicyFields, policyFields } from './PolicyFields'

/** What becomes of one sort of callers, for all numbers. */
export function PolicyCard({ policy }: { policy: Policy }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queries = useQueryClient()
  const toast = useToast()
  const sortName = useSortName()
  const [draft, setDraft] = useState(policy)
  const form = useForm(
    () => rules.setPolicy(draft),
    (all) => {
      queries.setQueryData(policiesQuery.queryKey, all)
      toast.done(t`Saved.`)
    },
  )
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
      </Form>
    </Card>
  )
}
