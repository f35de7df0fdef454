import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { FlaskConical, RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { api, path } from '@/api/client'
import { useMay } from '@/api/session'
import { Button, LinkButton } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { useForm } from '@/parts/Form'
import { save } from '@/parts/save'
import { Spinner } from '@/parts/Spinner'
import { useToast } from '@/parts/Toast'
import { replayQuery, type Trace } from './call'
import { compare } from './compare'
import styles from './ReplayButtons.module.css'
import { simulate } from './simulation'

/** "Replay in the simulator" and "make it a test", on the revision that ran. */
export function ReplayButtons({ call }: { call: Trace }) {
  const [open, setOpen] = useState<'replay' | 'test'>()
  return (
    <>
      <Button icon={<FlaskConical size={16} aria-hidden />} onClick={() => setOpen('test')}>
        <Trans>Make this a test</Trans>
      </Button>
      <Button icon={<RotateCcw size={16} aria-hidden />} onClick={() => setOpen('replay')}>
        <Trans>Replay in the simulator</Trans>
      </Button>
      {open === 'replay' && <Replay call={call} onClose={() => setOpen(undefined)} />}
      {open === 'test' && <Test call={call} onClose={() => setOpen(undefined)} />}
    </>
  )
}

function Replay({ call, onClose }: { call: Trace; onClose: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const run = useQuery({
    queryKey: ['calls', 'replay', call.id],
    queryFn: async () => {
      const { trial, left } = await queries.fetchQuery(replayQuery(call.id))
      return { left, ...(await simulate(trial)) }
    },
    staleTime: Infinity,
  })
  const rows = run.data && compare(call.steps, run.data.steps)
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="l"
      title={t`The same call in the simulator`}
      description={t`On the revision that ran, with the same caller, time, keys and answers.`}
      actions={
        <LinkButton variant="primary" to="/flows/$id" params={{ id: String(call.flow_id) }} search={{ call: call.id }}>
          <Trans>Try it in the builder</Trans>
        </LinkButton>
      }
    >
      <ErrorBox error={run.error} retry={() => void run.refetch()} />
      {run.isPending && <Spinner />}
      {rows && (
        <>
          <p role="status" className={styles.verdict}>
            {rows.every(({ same }) => same) ? <Trans>It goes the same way.</Trans> : <Trans>It goes another way; the steps that differ are marked.</Trans>}
          </p>
          <table className={styles.steps}>
            <thead>
              <tr>
                <th scope="col">{t`Step`}</th>
                <th scope="col">{t`The call`}</th>
                <th scope="col">{t`The simulator`}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ was, is, same }, index) => (
                <tr key={index} className={same ? undefined : styles.differs}>
                  <th scope="row">
                    {index + 1}
                    {!same && <span className="sr-only"> {t`differs`}</span>}
                  </th>
                  <td>{was && `${was.node} → ${was.outcome}`}</td>
                  <td title={is?.why}>{is && `${is.node} → ${is.outcome}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <Left left={run.data.left} />
        </>
      )}
    </Dialog>
  )
}

function Test({ call, onClose }: { call: Trace; onClose: () => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const mayEdit = useMay('flows')
  const script = useQuery(replayQuery(call.id))
  const form = useForm(
    () => api.post(path`/flows/${call.flow_id ?? 0}/tests`, { source: script.data?.source }),
    () => {
      toast.done(t`The test is kept with ${call.flow ?? ''}.`)
      onClose()
    },
  )
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t`This call as a flow test`}
      description={t`It expects the same way again. Kept with the flow, it is run before the flow is published.`}
      actions={
        script.data && (
          <>
            <Button onClick={() => save(script.data.test, `${call.flow ?? 'flow'}.tests.yaml`, 'application/yaml')}>
              <Trans>Download</Trans>
            </Button>
            {mayEdit && (
              <Button variant="primary" busy={form.busy} onClick={() => void form.submit()}>
                <Trans>Keep it with the flow</Trans>
              </Button>
            )}
          </>
        )
      }
    >
      <ErrorBox error={script.error} retry={() => void script.refetch()} />
      {script.isPending && <Spinner />}
      {script.data && (
        <>
          <pre className={styles.test} role="region" aria-label={t`The test`}>
            {script.data.test}
          </pre>
          <ErrorBox error={form.error} />
          <Left left={script.data.left} />
        </>
      )}
    </Dialog>
  )
}

/** What the trace does not tell. */
function Left({ left }: { left: string[] }) {
  if (left.length === 0) return null
  return (
    <ul>
      {left.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}
