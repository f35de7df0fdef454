import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { RotateCw, Send, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useLive } from '@/api/live'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { Select, TextField } from '@/parts/Field'
import { Filters } from '@/parts/Filters'
import { PageHeader } from '@/parts/PageHeader'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { kinds, lettersQuery, states, type Letter } from './api'
import { ChangeLetters, type Change } from './ChangeLetters'
import { LetterDialog } from './LetterDialog'
import styles from './Outbox.module.css'
import { outboxRoute } from './routes'
import { LetterState, useKinds, useStates } from './words'

/** What leaves: mails, web requests and texts, with those that could not be delivered. */
export function Outbox() {
  const { t } = useLingui()
  const times = useTimes()
  const admin = useMay('admin')
  const kindNames = useKinds()
  const stateNames = useStates()
  const { letter, ...filter } = outboxRoute.useSearch()
  const navigate = outboxRoute.useNavigate()
  const [change, setChange] = useState<Change>()
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const list = useInfiniteQuery(lettersQuery(filter))
  useLive({ change: [['outbox']], call: [['outbox']] })
  const rows = list.data?.pages.flatMap(({ items }) => items)
  const set = (change: Partial<typeof filter>) => void navigate({ search: (before) => ({ ...before, ...change, letter: undefined }), replace: true })
  const filtered = Object.values(filter).some((value) => value !== undefined)
  const dead = rows?.some(({ state }) => state === 'dead')
  const all = { kind: filter.kind, reason: filter.reason }
  // What a filter hides, or what was sent meanwhile, is not changed.
  const may = rows?.filter(({ state }) => admin && (state === 'waiting' || state === 'dead')) ?? []
  const marked = may.flatMap(({ id }) => (chosen.has(id) ? [id] : []))
  const choose = (which: readonly Letter[], is: boolean) => {
    const after = new Set(chosen)
    for (const { id } of which) if (is) after.add(id)
    else after.delete(id)
    setChosen(after)
  }

  return (
    <>
      <PageHeader
        title={t`Outbox`}
        description={t`Mails, web requests and texts that flows and notices send. What fails is tried again for three days, unless it is set otherwise.`}
        actions={
          admin &&
          dead &&
          filter.call === undefined && (
            <>
              <Button icon={<Trash2 size={16} aria-hidden />} onClick={() => setChange({ what: 'drop', meant: all })}>
                <Trans>Drop the undelivered</Trans>
              </Button>
              <Button icon={<RotateCw size={16} aria-hidden />} onClick={() => setChange({ what: 'retry', meant: all })}>
                <Trans>Send the undelivered again</Trans>
              </Button>
            </>
          )
        }
      />
      <Filters label={t`Filter the letters`}>
        <Select
          label={t`State`}
          value={filter.state ?? ''}
          onChange={(event) => set({ state: (event.target.value || undefined) as typeof filter.state })}
          choices={[{ value: '', label: t`All` }, ...states.map((value) => ({ value, label: stateNames[value] }))]}
        />
        <Select
          label={t`Kind`}
          value={filter.kind ?? ''}
          onChange={(event) => set({ kind: (event.target.value || undefined) as typeof filter.kind })}
          choices={[{ value: '', label: t`All` }, ...kinds.map((value) => ({ value, label: kindNames[value] ?? value }))]}
        />
        <TextField label={t`Reason`} type="search" value={filter.reason ?? ''} onValueChange={(text) => set({ reason: text || undefined })} />
        {filtered && (
          <Button variant="quiet" icon={<X size={16} aria-hidden />} onClick={() => void navigate({ search: {}, replace: true })}>
            <Trans>All letters</Trans>
          </Button>
        )}
      </Filters>
      {filter.call !== undefined && (
        <p className={styles.only}>
          <Trans>
            Only letters of the call{' '}
            <Link to="/calls/$call" params={{ call: filter.call }}>
              {filter.call}
            </Link>
            .
          </Trans>
        </p>
      )}
      {may.length > 0 && (
        <div className={styles.many} role="group" aria-label={t`Change many letters`}>
          <label>
            <input
              type="checkbox"
              checked={marked.length === may.length}
              ref={(box) => void (box && (box.indeterminate = marked.length > 0 && marked.length < may.length))}
              onChange={(event) => choose(may, event.target.checked)}
            />
            <span aria-live="polite">{marked.length === 0 ? <Trans>Choose all that are shown</Trans> : <Plural value={marked.length} one="# letter chosen" other="# letters chosen" />}</span>
          </label>
          {marked.length > 0 && (
            <>
              <Button size="s" onClick={() => setChange({ what: 'retry', meant: { letters: marked } })}>
                <Trans>Send again …</Trans>
              </Button>
              <Button size="s" onClick={() => setChange({ what: 'drop', meant: { letters: marked } })}>
                <Trans>Drop …</Trans>
              </Button>
            </>
          )}
        </div>
      )}
      <Table
        caption={t`Letters`}
        rows={rows}
        rowKey={({ id }) => id}
        error={list.error}
        retry={() => void list.refetch()}
        more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, fetch: list.fetchNextPage }}
        selected={({ id }) => id === letter}
        empty={
          filtered ? (
            <EmptyState title={t`No letter is like this`}>
              <Trans>Take away a filter to see others.</Trans>
            </EmptyState>
          ) : (
            <EmptyState title={t`Nothing has left yet`} picture={<Send size={32} />}>
              <Trans>Flows send mails, texts and web requests, and people are told of messages and missed calls. Each such letter is here, with whether it arrived.</Trans>
            </EmptyState>
          )
        }
        columns={[
          {
            key: 'to',
            header: <Trans context="who gets it">To</Trans>,
            cell: (row) =>
              admin ? (
                <span className={styles.row}>
                  <input type="checkbox" aria-label={t`Choose the letter to ${row.to}`} disabled={!may.includes(row)} checked={chosen.has(row.id)} onChange={(event) => choose([row], event.target.checked)} />
                  <Link from={outboxRoute.fullPath} search={(before) => ({ ...before, letter: row.id })} className={styles.to}>
                    <bdi>{row.to}</bdi>
                  </Link>
                </span>
              ) : (
                <bdi className={styles.to}>{row.to}</bdi>
              ),
          },
          { key: 'kind', header: <Trans>Kind</Trans>, wideOnly: true, cell: ({ kind }) => kindNames[kind] ?? kind },
          { key: 'state', header: <Trans>State</Trans>, cell: ({ state }) => <LetterState state={state} /> },
          { key: 'posted', header: <Trans>Posted</Trans>, wideOnly: true, cell: ({ posted }) => <time dateTime={posted}>{times.dayTime(posted)}</time> },
          {
            key: 'why',
            header: <Trans>What happened</Trans>,
            wideOnly: true,
            cell: (row) => <span className={styles.why}>{row.reason && row.state !== 'sent' ? row.reason : row.done && row.state === 'sent' ? t`delivered ${times.dayTime(row.done)}` : ''}</span>,
          },
          { key: 'tries', header: <Trans>Tries</Trans>, align: 'end', wideOnly: true, cell: ({ tries }) => tries },
        ]}
      />
      {letter !== undefined && admin && <LetterDialog id={letter} close={() => void navigate({ search: (before) => ({ ...before, letter: undefined }), replace: true })} />}
      {change && (
        <ChangeLetters
          change={change}
          onClose={(done) => {
            setChange(undefined)
            if (done) setChosen(new Set())
          }}
        />
      )}
    </>
  )
}
