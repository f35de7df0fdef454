import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Viewport } from '@xyflow/react'
import { useState } from 'react'
import { api, path } from '@/api/client'
import { useMay } from '@/api/session'
import { Badge } from '@/parts/Badge'
import { Button } from '@/parts/Button'
import { ConfirmDialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { Select } from '@/parts/Field'
import { PageHeader } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { useToast } from '@/parts/Toast'
import { ChangeList } from '../page/ChangeList'
import { diffQuery, flowQuery, revisionQuery, revisionsQuery, type Change, type Revision } from '../page/flowQueries'
import { who } from '../page/PublishDialog'
import { FlowPicture } from '../picture/FlowPicture'
import type { PictureMarks } from '../picture/pictureMarks'
import { historyRoute } from '../routes'
import styles from './History.module.css'

/** Who saved what and when; two revisions beside each other, and back to an older one. */
export function History() {
  const { t } = useLingui()
  const { id } = historyRoute.useParams()
  const { from: askedFrom, to: askedTo } = historyRoute.useSearch()
  const go = historyRoute.useNavigate()
  const mayEdit = useMay('flows')
  const head = useQuery(flowQuery(id))
  const revisions = useQuery(revisionsQuery(id))
  const [rollback, setRollback] = useState<Revision>()
  if (head.error || revisions.error) return <ErrorBox error={head.error ?? revisions.error} retry={() => void Promise.all([head.refetch(), revisions.refetch()])} />
  if (!head.data || !revisions.data) return <PageSkeleton />
  const list = revisions.data
  const newest = list[0]?.number ?? 0
  const to = askedTo ?? newest
  const from = askedFrom ?? Math.max(1, to - 1)
  const choices = list.map(({ number, author }) => ({ value: String(number), label: t`Revision ${number}, ${who(author)}` }))
  return (
    <div className={styles.page}>
      <PageHeader title={t`History of ${head.data.name}`} back={{ to: `/flows/${id}` as '/flows', label: head.data.name }} />
      <div className={styles.columns}>
        <ol className={styles.list} reversed aria-label={t`Revisions`}>
          {list.map((revision) => (
            <li key={revision.number} className={revision.number === to ? styles.chosen : ''}>
              <button
                type="button"
                className={styles.revision}
                aria-pressed={revision.number === to}
                onClick={() => void go({ search: { to: revision.number, from: Math.max(1, revision.number - 1) } })}
              >
                <span>
                  <strong>{revision.number}</strong> {revision.message || <em>{t`no message`}</em>}
                </span>
                <small>
                  {who(revision.author)}, <time dateTime={revision.saved}>{new Date(revision.saved).toLocaleString()}</time>
                </small>
              </button>
              {revision.live ? <Badge tone="good">{t`Live`}</Badge> : revision.complete ? null : <Badge>{`${revision.progress} %`}</Badge>}
              {mayEdit && revision.complete && !revision.live && (
                <Button size="s" variant="quiet" onClick={() => setRollback(revision)}>
                  {revision.number < head.data.live_revision ? t`Roll back` : t`Publish`}
                </Button>
              )}
            </li>
          ))}
        </ol>
        <div className={styles.compare}>
          <div className={styles.pick}>
            <Select label={t`From`} value={String(from)} choices={choices} onChange={({ target }) => void go({ search: { from: Number(target.value), to } })} />
            <Select label={t`To`} value={String(to)} choices={choices} onChange={({ target }) => void go({ search: { from, to: Number(target.value) } })} />
          </div>
          <Compare id={id} from={from} to={to} />
        </div>
      </div>
      {rollback && <Rollback id={id} revision={rollback} live={head.data.live_revision} close={() => setRollback(undefined)} />}
    </div>
  )
}

function Rollback({ id, revision, live, close }: { id: string; revision: Revision; live: number; close: () => void }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const toast = useToast()
  const back = revision.number < live
  return (
    <ConfirmDialog
      title={back ? t`Roll back to revision ${revision.number}?` : t`Publish revision ${revision.number}?`}
      action={back ? t`Roll back` : t`Publish`}
      open
      onOpenChange={close}
      onConfirm={async () => {
        await api.post(path`/flows/${id}/publish`, { revision: revision.number })
        await queries.invalidateQueries({ queryKey: ['flow', id] })
        toast.done(t`New calls run it from now on`)
      }}
    >
      <Trans>New calls run it at once; calls in progress stay on what they started with.</Trans>
    </ConfirmDialog>
  )
}

/** Two revisions: a picture of each, which move together, and the list of what differs. */
function Compare({ id, from, to }: { id: string; from: number; to: number }) {
  const { t } = useLingui()
  const before = useQuery(revisionQuery(id, from))
  const after = useQuery(revisionQuery(id, to))
  const diff = useQuery(diffQuery(id, from, to))
  const [viewport, setViewport] = useState<Viewport>({ x: 24, y: 48, zoom: 0.6 })
  const error = before.error ?? after.error ?? diff.error
  if (error) return <ErrorBox error={error} retry={() => void Promise.all([before.refetch(), after.refetch(), diff.refetch()])} />
  if (!before.data || !after.data || !diff.data) return <PageSkeleton />
  const changes = diff.data
  return (
    <>
      <div className={styles.pictures}>
        {([[from, before.data, 'removed'], [to, after.data, 'added']] as const).map(([number, { document }, side]) => (
          <figure key={side} className={styles.figure}>
            <figcaption>{t`Revision ${number}`}</figcaption>
            <FlowPicture
              document={document}
              label={t`Picture of revision ${number}`}
              changes={marksOf(changes, side === 'added')}
              viewport={viewport}
              onViewport={setViewport}
            />
          </figure>
        ))}
      </div>
      {changes.length === 0 ? <p className={styles.same}>{t`They are the same.`}</p> : <ChangeList changes={changes} />}
    </>
  )
}

/** What of a list of changes is drawn in the older or in the newer picture. */
export function marksOf(changes: readonly Change[], newer: boolean): PictureMarks['changes'] {
  const nodes: Record<string, Change['kind']> = {}
  const edges: { node: string; outcome: string; kind: 'added' | 'removed' | 'changed' }[] = []
  for (const { kind, node, what } of changes) {
    if (!node) continue
    if (what === undefined) {
      if (kind === 'moved') nodes[node] ??= 'moved'
      else if ((kind === 'added') === newer || kind === 'changed') nodes[node] = kind
    } else if (what.startsWith('next.')) {
      if (kind !== 'moved' && (kind === 'changed' || (kind === 'added') === newer)) edges.push({ node, outcome: what.slice(5), kind })
    } else nodes[node] = 'changed'
  }
  return { nodes, edges }
}
