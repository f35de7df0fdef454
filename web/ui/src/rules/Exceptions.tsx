import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Dialog } from '@/parts/Dialog'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { Segmented } from '@/parts/Segmented'
import { Stale } from '@/parts/Stale'
import { Table } from '@/parts/Table'
import { useToast } from '@/parts/Toast'
import { policiesQuery, rules, type Policy } from './api'
import { usePolicyText, useSortName } from './policy'
import { PolicyFields, policyFields } from './PolicyFields'

/** Numbers whose callers are treated in a way of their own. */
export function Exceptions({ policies, etag }: { policies: readonly Policy[]; etag: string | undefined }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queries = useQueryClient()
  const toast = useToast()
  const sortName = useSortName()
  const text = usePolicyText()
  const [adding, setAdding] = useState(false)

  async function remove(policy: Policy) {
    try {
      queries.setQueryData(policiesQuery.queryKey, await rules.removePolicy(policy, etag))
    } catch (problem) {
      toast.problem(problem)
      // Somebody else may have changed it, or taken it away: the list shows how it is now.
      await queries.invalidateQueries(policiesQuery)
    }
  }
  return (
    <Card
      title={t`Exceptions for single numbers`}
      description={t`Calls to these numbers are treated in another way.`}
      actions={
        admin && (
          <Button size="s" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
            <Trans>Add an exception</Trans>
          </Button>
        )
      }
    >
      <Table
        caption={t`Exceptions for single numbers`}
        rows={policies}
        rowKey={({ callers, number }) => `${callers} ${number}`}
        empty={
          <p className={layout.soft}>
            <Trans>There is none: the two rules above hold for all numbers.</Trans>
          </p>
        }
        columns={[
          { key: 'number', header: <Trans>Number called</Trans>, cell: ({ number }) => number },
          { key: 'callers', header: <Trans>Callers</Trans>, cell: ({ callers }) => sortName(callers) },
          { key: 'what', header: <Trans>What becomes of them</Trans>, cell: (policy) => <bdi>{text(policy)}</bdi> },
          ...(admin
            ? [
                {
                  key: 'remove',
                  header: <span className="sr-only">{t`Actions`}</span>,
                  align: 'end' as const,
                  cell: (policy: Policy) => (
                    <Button size="s" aria-label={t`Remove the exception of ${policy.number}: ${sortName(policy.callers)}`} onClick={() => void remove(policy)}>
                      <Trans>Remove</Trans>
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {adding && <AddException etag={etag} onClose={() => setAdding(false)} />}
    </Card>
  )
}

function AddException({ etag, onClose }: { etag: string | undefined; onClose: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const sortName = useSortName()
  // Of when the person began: what another has done meanwhile is told, and not overwritten.
  const [version, setVersion] = useState(etag)
  const [draft, setDraft] = useState<Policy>({ callers: 'hidden', number: '', action: 'hangup' })
  const form = useForm(
    () => rules.setPolicy(draft, version),
    (all) => {
      queries.setQueryData(policiesQuery.queryKey, all)
      onClose()
    },
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t`Add an exception`}
      actions={
        <>
          <Button onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" form="add-exception" variant="primary" busy={form.busy} disabled={draft.number.trim() === ''}>
            <Trans>Add</Trans>
          </Button>
        </>
      }
    >
      <Form id="add-exception" form={form} fields={policyFields}>
        <TextField label={t`Number called`} name="number" value={draft.number} onValueChange={(number) => setDraft({ ...draft, number })} error={form.errorOf('number')} hint={t`One of your numbers.`} autoComplete="off" />
        <Segmented label={t`Callers`} value={draft.callers} onValue={(callers) => setDraft({ ...draft, callers })} choices={(['blocked', 'hidden'] as const).map((value) => ({ value, label: sortName(value) }))} />
        <PolicyFields policy={draft} onPolicy={setDraft} errorOf={form.errorOf} />
        <Stale
          error={form.error}
          load={async () => {
            const now = await queries.fetchQuery({ ...policiesQuery, staleTime: 0 })
            setVersion(now.etag)
            setDraft(now.data.find(({ callers, number }) => callers === draft.callers && number === draft.number.trim()) ?? draft)
            form.clear()
          }}
        />
      </Form>
    </Dialog>
  )
}
