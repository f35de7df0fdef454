import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { path, request } from '@/api/client'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextField } from '@/parts/Field'
import { useToast } from '@/parts/Toast'
import { Findings } from '../panels/Findings'
import type { Checked } from '../state/check'
import { useBuilder, useEditing } from '../state/context'
import { FailingTests } from '../trial/FailingTests'
import { useFlowTests, useTestsBlock } from '../trial/flowTests'
import { ChangeList } from './ChangeList'
import styles from './FlowDialogs.module.css'
import { diffQuery, revisionsQuery, type FlowHead } from './flowQueries'
import type { Saving } from './saving'

/** Shows what goes live, and whose edits it is; then lets new calls run it. */
export function PublishDialog({ head, saving, checked }: { head: FlowHead; saving: Saving; checked: Checked | undefined }) {
  const { t } = useLingui()
  const { ui, store, flowId } = useBuilder()
  const toast = useToast()
  const queries = useQueryClient()
  const unsaved = useEditing(() => store.difference === 'changed')
  const [message, setMessage] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const { data: revisions = [] } = useQuery(revisionsQuery(flowId))
  const before = head.live_revision > 0 && head.latest_revision > head.live_revision
  const diff = useQuery({ ...diffQuery(flowId, head.live_revision, head.latest_revision), enabled: before })
  const news = revisions.filter(({ number }) => number > head.live_revision)
  const stops = checked?.findings.filter(({ level }) => level === 'error') ?? []
  const { failing } = useFlowTests(checked)
  const block = useTestsBlock()
  const close = () => ui.set({ asking: undefined })

  async function publish() {
    setBusy(true)
    setError(undefined)
    try {
      if (store.difference !== 'none' && !(await saving.save(message))) return close()
      // What is edited here, and nothing that others have saved since.
      await request('POST', path`/flows/${flowId}/publish`, { body: {}, ifMatch: store.state.etag })
      await queries.invalidateQueries({ queryKey: ['flow', flowId] })
      void queries.invalidateQueries({ queryKey: ['flows'] })
      toast.done(t`New calls run it from now on`)
      close()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={t`Publish ${head.name}`}
      description={t`New calls run it at once; calls in progress stay on what they started with.`}
      open
      onOpenChange={close}
      actions={
        <>
          <Button onClick={close}>{t`Cancel`}</Button>
          <Button variant="primary" busy={busy} disabled={stops.length > 0 || (block && failing.length > 0)} onClick={() => void publish()}>
            {t`Publish`}
          </Button>
        </>
      }
    >
      <ErrorBox error={error} />
      {stops.length > 0 && checked && (
        <section className={styles.section}>
          <h3>{t`This stops it`}</h3>
          <Findings checked={{ ...checked, findings: stops }} />
        </section>
      )}
      <FailingTests checked={checked} onOpen={close} />
      {unsaved && (
        <section className={styles.section}>
          <p>
            <Trans>Your unsaved edits are saved first.</Trans>
          </p>
          <TextField label={t`Message`} hint={t`For the history: what it is for.`} optional value={message} onChange={({ target }) => setMessage(target.value)} />
        </section>
      )}
      <section className={styles.section}>
        <h3>{t`What goes live`}</h3>
        {head.live_revision === 0 ? (
          <p>
            <Trans>The whole flow; nothing of it has been live so far.</Trans>
          </p>
        ) : diff.data && diff.data.length > 0 ? (
          <div className={styles.scroll}>
            <ChangeList changes={diff.data} />
          </div>
        ) : (
          !unsaved && (
            <p>
              <Trans>Nothing: what is saved is live.</Trans>
            </p>
          )
        )}
      </section>
      {news.length > 0 && (
        <section className={styles.section}>
          <h3>{t`Whose edits`}</h3>
          <ul className={styles.revisions}>
            {news.map(({ number, author, message: why, saved }) => (
              <li key={number}>
                <strong>{who(author)}</strong>
                <span>{why}</span>
                <time className={styles.kind} dateTime={saved}>
                  {new Date(saved).toLocaleString()}
                </time>
              </li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  )
}

/** An author as people know them: user:ada is ada. */
export const who = (author: string): string => author.replace(/^user:/, '')
