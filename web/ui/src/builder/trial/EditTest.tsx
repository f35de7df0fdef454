import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { path, request } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextArea, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { Skeleton } from '@/parts/Skeleton'
import { Stale } from '@/parts/Stale'
import { useBuilder } from '../state/context'
import { flowTestQuery, type FlowTest } from './flowTests'
import styles from './Tests.module.css'

type Props = { test: FlowTest; close: () => void; onChanged: () => Promise<unknown> }

/** A test's name, and what it gives and expects. */
export function EditTest({ test, close, onChanged }: Props) {
  const { t } = useLingui()
  const { flowId } = useBuilder()
  const at = path`/flows/${flowId}/tests/${test.id}`
  // As it is now, with its version, so that nobody's change is overwritten.
  const current = useQuery(flowTestQuery(flowId, test.id))
  return (
    <Dialog title={t`Edit the test`} open onOpenChange={close}>
      <ErrorBox error={current.error} retry={() => void current.refetch()} />
      {current.isPending && <Skeleton />}
      {current.data && (
        <Fields key={current.dataUpdatedAt} at={at} test={current.data.data} etag={current.data.etag} load={current.refetch} close={close} onChanged={onChanged} />
      )}
    </Dialog>
  )
}

function Fields({ at, test, etag, load, close, onChanged }: Props & { at: string; etag: string | undefined; load: () => unknown }) {
  const { t } = useLingui()
  const [name, setName] = useState(test.name)
  const [source, setSource] = useState(() => readable(test.source))
  const form = useForm(
    () => request('PUT', at, { body: { name, source }, ifMatch: etag }),
    async () => {
      await onChanged()
      close()
    },
  )
  return (
    <Form
      form={form}
      fields={['name', 'test']}
      actions={
        <>
          <Button onClick={close}>{t`Cancel`}</Button>
          <Button type="submit" variant="primary" busy={form.busy}>
            {t`Save the test`}
          </Button>
        </>
      }
    >
      <TextField label={t`Name`} name="name" maxLength={200} error={form.errorOf('name')} value={name} onChange={({ target }) => setName(target.value)} />
      <TextArea
        label={t`The call, and what has to come of it`}
        hint={t`given: who calls, when, what is pressed and who answers. expect: the way, and the end. What is not expected is not looked at.`}
        name="test"
        rows={14}
        spellCheck={false}
        className={styles.source}
        error={form.errorOf('test')}
        value={source}
        onChange={({ target }) => setSource(target.value)}
      />
      <Stale error={form.error} load={load} />
    </Form>
  )
}

/** JSON on many lines; YAML as it is. */
function readable(source: string): string {
  try {
    return JSON.stringify(JSON.parse(source), null, 2)
  } catch {
    return source
  }
}
