import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { FlaskConical, Pencil, Play, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api, path } from '@/api/client'
import { Button, IconButton } from '@/parts/Button'
import { ConfirmDialog } from '@/parts/Dialog'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorBox } from '@/parts/ErrorBox'
import { Skeleton } from '@/parts/Skeleton'
import { useTimes } from '@/parts/times'
import { who } from '../page/PublishDialog'
import type { Checked } from '../state/check'
import { useBuilder } from '../state/context'
import { EditTest } from './EditTest'
import { useFlowTests, useTestsBlock, type FlowTest } from './flowTests'
import { Failures, TestMark } from './TestResults'
import styles from './Tests.module.css'

/** The tests that are kept with the flow, with what comes of them in the flow as it is edited. */
export function TestsPanel({ checked }: { checked: Checked | undefined }) {
  const { t } = useLingui()
  const { ui, mayEdit, flowId } = useBuilder()
  const times = useTimes()
  const { tests, run, resultOf, failing, changed } = useFlowTests(checked)
  const block = useTestsBlock()
  const [asking, setAsking] = useState<{ ask: 'edit' | 'remove'; test: FlowTest }>()
  const close = () => setAsking(undefined)
  const list = tests.data
  if (!list) return tests.error ? <ErrorBox error={tests.error} retry={() => void tests.refetch()} /> : <Skeleton />
  if (list.length === 0) {
    return (
      <EmptyState
        title={t`There is no test yet`}
        heading={3}
        picture={<FlaskConical size={32} />}
        action={
          <Button variant="primary" icon={<Play size={16} aria-hidden />} onClick={() => ui.set({ panel: 'trial', testing: undefined })}>
            {t`Try a call`}
          </Button>
        }
      >
        <Trans>Try a call, and save it as a test: it says which way such a call has to go. Tests run again with every edit, and tell when the flow does something else.</Trans>
      </EmptyState>
    )
  }
  const passing = list.length - failing.length
  return (
    <div className={styles.tests}>
      <div className={styles.head}>
        <p role="status">
          {failing.length === 0 ? (
            <Plural value={passing} one="The test passes." other="All # tests pass." />
          ) : (
            <Plural value={failing.length} one="# test fails." other="# tests fail." />
          )}{' '}
          {failing.length > 0 && block && <Trans>The flow cannot be published until they pass.</Trans>}
        </p>
        <Button size="s" busy={run.isFetching} icon={<RotateCw size={15} aria-hidden />} onClick={() => void run.refetch()}>
          {t`Run them`}
        </Button>
      </div>
      <ErrorBox error={run.error} />
      <ul className={styles.list} aria-label={t`Flow tests`}>
        {list.map((test) => {
          const result = run.error ? undefined : resultOf(test)
          const { name } = test
          const author = who(test.author)
          const day = times.day(test.changed)
          return (
            <li key={test.id} className={styles.test}>
              <TestMark result={result} />
              <div>
                <strong>{name}</strong>
                <small>{t`${author}, ${day}`}</small>
                {result && !result.passed && <Failures failures={result.failures} />}
              </div>
              <div className={styles.actions}>
                {test.call && (
                  <IconButton size="s" label={t`Try ${name} step by step`} onClick={() => ui.set({ panel: 'trial', testing: test.id })}>
                    <Play size={15} aria-hidden />
                  </IconButton>
                )}
                {mayEdit && (
                  <>
                    <IconButton size="s" label={t`Edit ${name}`} onClick={() => setAsking({ ask: 'edit', test })}>
                      <Pencil size={15} aria-hidden />
                    </IconButton>
                    <IconButton size="s" label={t`Remove ${name}`} onClick={() => setAsking({ ask: 'remove', test })}>
                      <Trash2 size={15} aria-hidden />
                    </IconButton>
                  </>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      <Button size="s" icon={<Play size={15} aria-hidden />} onClick={() => ui.set({ panel: 'trial', testing: undefined })}>
        {t`Try a call`}
      </Button>
      {asking?.ask === 'edit' && <EditTest test={asking.test} close={close} onChanged={changed} />}
      {asking?.ask === 'remove' && (
        <ConfirmDialog
          title={t`Remove the test ${asking.test.name}?`}
          action={t`Remove the test`}
          danger
          open
          onOpenChange={close}
          onConfirm={async () => {
            await api.delete(path`/flows/${flowId}/tests/${asking.test.id}`)
            await changed()
          }}
        >
          <Trans>Nothing will tell any more when such a call goes another way. It cannot be undone.</Trans>
        </ConfirmDialog>
      )}
    </div>
  )
}
