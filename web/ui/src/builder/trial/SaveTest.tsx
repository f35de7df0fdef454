import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, path, request } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { Stale } from '@/parts/Stale'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import type { Tried } from '@/calls/simulation'
import { outcomeName } from '../catalog/outcomeNames'
import { useBuilder, useFlow } from '../state/context'
import type { FlowTest } from './flowTests'
import styles from './Tests.module.css'

type Props = {
  tried: Tried
  /** The test that it was tried for, which it becomes; a new one without. */
  tested?: { test: FlowTest | undefined; etag: string | undefined; load: () => unknown } | undefined
  close: () => void
}

/** Keeps what was tried, and the way that it took, as a test of the flow. */
export function SaveTest({ tried, tested, close }: Props) {
  const { t } = useLingui()
  const { flowId, ui, actions } = useBuilder()
  const flow = useFlow()
  const toast = useToast()
  const times = useTimes()
  const queries = useQueryClient()
  const when = times.dayTime(tried.at)
  const [name, setName] = useState(tested?.test?.name ?? t`A call of ${when}`)
  const form = useForm(
    () => {
      const body = { source: tried.source, name }
      const { test, etag } = tested ?? {}
      return test ? request('PUT', path`/flows/${flowId}/tests/${test.id}`, { body, ifMatch: etag }) : api.post(path`/flows/${flowId}/tests`, body)
    },
    async () => {
      await queries.invalidateQueries({ queryKey: ['flow', flowId, 'tests'] })
      toast.done(t`The test is kept with the flow.`)
      close()
      ui.set({ panel: 'tests', testing: undefined })
    },
  )
  return (
    <Dialog title={tested ? t`Save the test` : t`Save as a flow test`} description={t`The same call has to go this way again.`} open onOpenChange={close}>
      <Form
        form={form}
        fields={['name']}
        actions={
          <>
            <Button onClick={close}>{t`Cancel`}</Button>
            <Button type="submit" variant="primary" busy={form.busy}>
              {t`Save the test`}
            </Button>
          </>
        }
      >
        <TextField
          label={t`Name`}
          hint={t`What is tested, such as “closed at Christmas”.`}
          name="name"
          maxLength={200}
          error={form.errorOf('name')}
          value={name}
          onChange={({ target }) => setName(target.value)}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <Stale
          error={form.error}
          load={() => {
            close()
            return tested?.load()
          }}
        />
        <section className={styles.expected}>
          <h3>{t`The way`}</h3>
          <ol>
            {tried.steps.map((step) => (
              <li key={step.seq} style={step.depth ? { marginInlineStart: `${step.depth}rem` } : undefined}>
                {step.label || (flow.nodes[step.node] ? actions.nameOf(step.node) : step.node)} → {outcomeName(step.outcome, flow.nodes[step.node], t)}
              </li>
            ))}
          </ol>
          <p>
            <Trans>Then it ends: </Trans>
            {tried.end.why}
          </p>
        </section>
      </Form>
    </Dialog>
  )
}
