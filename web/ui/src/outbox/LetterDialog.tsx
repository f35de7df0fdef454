import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { ConfirmDialog, Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { Fact, FactList } from '@/parts/FactList'
import layout from '@/parts/Layout.module.css'
import { Skeleton } from '@/parts/Skeleton'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import { letterQuery, outbox, type LetterDetails } from './api'
import { readingOf } from './content'
import styles from './Outbox.module.css'
import { LetterState, useKinds } from './words'

/** One letter: what it says, each try with why it failed, and what can be done. */
export function LetterDialog({ id, close }: { id: number; close: () => void }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const kinds = useKinds()
  const { data, error, refetch } = useQuery(letterQuery(id))
  const [dropping, setDropping] = useState(false)
  const [again, setAgain] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const changed = () => queries.invalidateQueries({ queryKey: ['outbox'] })

  async function retry() {
    setBusy(true)
    setFailed(undefined)
    try {
      queries.setQueryData(letterQuery(id).queryKey, await outbox.retry(id))
      setAgain(true)
      await changed()
    } catch (problem) {
      setFailed(problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      title={data ? t({ message: `${kinds[data.kind] ?? data.kind} to ${data.to}`, context: 'who gets it' }) : t`Letter ${id}`}
      size="l"
      open
      onOpenChange={(is) => !is && close()}
      actions={
        data && (
          <>
            <Button icon={<Trash2 size={16} aria-hidden />} disabled={data.state === 'sending'} onClick={() => setDropping(true)}>{t`Drop`}</Button>
            {data.state !== 'sent' && (
              <Button variant="primary" icon={<RotateCw size={16} aria-hidden />} busy={busy} disabled={data.state === 'sending'} onClick={() => void retry()}>{t`Send now`}</Button>
            )}
          </>
        )
      }
    >
      <ErrorBox error={error} retry={() => void refetch()} />
      {!data && !error && <Skeleton width="70%" />}
      {data && <Letter letter={data} />}
      <p role="status" className={layout.soft}>
        {again && t`It is sent again.`}
      </p>
      <ErrorBox error={failed} />
      <ConfirmDialog
        title={t`Drop this letter?`}
        action={t`Drop`}
        danger
        open={dropping}
        onOpenChange={setDropping}
        onConfirm={async () => {
          await outbox.drop(id)
          close()
          toast.done(t`The letter is dropped.`)
          // There is nothing more to be asked of the letter itself.
          await queries.invalidateQueries({ queryKey: ['outbox'], predicate: ({ queryKey }) => queryKey[1] !== 'one' })
        }}
      >
        {data?.state === 'sent' ? <Trans>It was delivered; only what is kept of it goes.</Trans> : <Trans>It is never delivered then. This cannot be undone.</Trans>}
      </ConfirmDialog>
    </Dialog>
  )
}

function Letter({ letter }: { letter: LetterDetails }) {
  const { t } = useLingui()
  const times = useTimes()
  const { facts, text } = readingOf(letter.kind, letter.content)
  const names = { subject: t`Subject`, method: t`Method`, event: t`Event`, from: t`From`, cc: t`Copy to`, bcc: t`Blind copy to` }
  const failures = letter.failures ?? []
  return (
    <div className={styles.letter}>
      <FactList>
        <Fact name={t`State`}>
          <LetterState state={letter.state} />
        </Fact>
        <Fact name={t`Posted`}>{times.dayTime(letter.posted)}</Fact>
        {letter.done && <Fact name={letter.state === 'sent' ? t`Delivered` : t`Given up`}>{times.dayTime(letter.done)}</Fact>}
        {letter.next_try && <Fact name={t`Next try`}>{times.dayTime(letter.next_try)}</Fact>}
        <Fact name={t`Tries`}>{letter.tries}</Fact>
        {letter.call && (
          <Fact name={t`Call`}>
            <Link to="/calls/$call" params={{ call: letter.call }}>
              {t`Show the call`}
            </Link>
          </Fact>
        )}
        {facts.map(([name, value]) => (
          <Fact key={name} name={names[name]}>
            <bdi>{value}</bdi>
          </Fact>
        ))}
      </FactList>
      {failures.length > 0 && (
        <section>
          <h3>
            <Trans>Why it was not delivered</Trans>
          </h3>
          <ol className={styles.tries}>
            {failures.toReversed().map((failure, index) => (
              <li key={index}>
                <time dateTime={failure.at}>
                  <Trans>
                    Try {failure.attempt}, {times.dayTime(failure.at)}
                  </Trans>
                </time>
                {failure.error}
              </li>
            ))}
          </ol>
        </section>
      )}
      {text !== '' && (
        <section>
          <h3>
            <Trans>What it says</Trans>
          </h3>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={styles.content} dir="auto" tabIndex={0} role="region" aria-label={t`What it says`}>
            {text}
          </pre>
        </section>
      )}
    </div>
  )
}
