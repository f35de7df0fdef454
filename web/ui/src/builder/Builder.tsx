import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { Problem } from '@/api/problem'
import { Button } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import { NotFound } from '@/parts/NotFound'
import { useTitle } from '@/parts/PageHeader'
import { PageSkeleton } from '@/parts/Skeleton'
import { useToast } from '@/parts/Toast'
import styles from './Builder.module.css'
import { Canvas } from './canvas/Canvas'
import { CanvasDialogs } from './canvas/dialogs'
import { FindBar } from './canvas/FindBar'
import { Palette } from './canvas/Palette'
import { nodeTypesQuery, type Catalog } from './catalog/nodeTypes'
import { PenNotice } from './editors/PenNotice'
import { useEditors } from './editors/useEditors'
import { Outline } from './outline/Outline'
import { ConflictDialog } from './page/ConflictDialog'
import { EmptyFlow } from './page/EmptyFlow'
import { FlowDialogs } from './page/FlowDialogs'
import { flowQuery, type FlowHead } from './page/flowQueries'
import { PublishDialog } from './page/PublishDialog'
import { useSaving } from './page/saving'
import { SidePanel } from './page/SidePanel'
import { Toolbar } from './page/Toolbar'
import { useOpenFlow, type Opened } from './page/useOpenFlow'
import { useShortcuts } from './page/useShortcuts'
import { flowRoute } from './routes'
import { actionsOf } from './state/actions'
import { useCheck } from './state/check'
import { BuilderContext, useBuilder, useEditing, useUi, type Builder as BuilderParts, type CanvasHandle } from './state/context'
import { OutcomeBook } from './state/outcomes'
import { Ui } from './state/ui'

// It loads when it is first looked at.
const LiveView = lazy(async () => ({ default: (await import('./live/LiveView')).LiveView }))

/** The page on which a flow is edited. */
export function Builder() {
  const { t } = useLingui()
  const { id } = flowRoute.useParams()
  const head = useQuery(flowQuery(id))
  const types = useQuery(nodeTypesQuery)
  const { flow, error, retry } = useOpenFlow(id, flowRoute.useSearch().show === 'live')
  useTitle(head.data?.name ?? t`Flow`)
  const failed = error ?? (head.data ? undefined : head.error) ?? (types.data ? undefined : types.error)
  if (!head.data && Problem.isNotFound(head.error)) return <NotFound />
  if (failed) {
    return (
      <div className={styles.failed}>
        <ErrorBox
          error={failed}
          retry={() => {
            retry()
            void head.refetch()
            void types.refetch()
          }}
        />
      </div>
    )
  }
  if (!head.data || !types.data || !flow) return <PageSkeleton />
  return <Provider key={id} id={id} head={head.data} catalog={types.data} opened={flow} />
}

type Props = { id: string; head: FlowHead; catalog: Catalog; opened: Opened }

const phone = () => matchMedia('(max-width: 60rem)').matches

function Provider({ id, head, catalog, opened }: Props) {
  const { store, pen } = opened
  const mayEdit = useSyncExternalStore(pen.subscribe, () => pen.state.mine)
  const [parts] = useState(() => partsOf(id, catalog, store, pen))
  const builder = useMemo<BuilderParts>(() => ({ ...parts, mayEdit }), [parts, mayEdit])
  return (
    <BuilderContext value={builder}>
      <Page head={head} opened={opened} />
    </BuilderContext>
  )
}

/** What lives as long as the page is open. */
function partsOf(flowId: string, catalog: Catalog, store: Opened['store'], pen: Opened['pen']) {
  const canvas: { current: CanvasHandle | null } = { current: null }
  const ui = new Ui(phone() ? { view: 'outline', palette: false } : {})
  const book = new OutcomeBook()
  const actions = actionsOf({ flowId, store, ui, book, catalog, centre: () => canvas.current?.centre() ?? { x: 0, y: 0 } })
  return { flowId, store, pen, catalog, canvas, ui, book, actions }
}

function Page({ head, opened }: { head: FlowHead; opened: Opened }) {
  const { t } = useLingui()
  const { flowId, store, book, ui, mayEdit } = useBuilder()
  const toast = useToast()
  const checked = useCheck(store, book)
  const saving = useSaving(flowId, store)
  useEditors(saving)
  const view = useUi((state) => state.view)
  const palette = useUi((state) => state.palette)
  const find = useUi((state) => state.find)
  const ask = useUi((state) => state.asking?.ask)
  const findings = checked?.findings ?? none
  const empty = useEditing(({ document }) => Object.keys(document.nodes).length === 0)

  function save() {
    if (store.difference === 'none' || saving.busy) return
    saving.save().then(
      (revision) => revision && toast.done(t`Saved`),
      (error: unknown) => toast.problem(error),
    )
  }
  useShortcuts(save)
  useNodeLink()
  const { call, show } = flowRoute.useSearch()
  useEffect(() => {
    if (call !== undefined) ui.set({ panel: 'trial' })
  }, [call, ui])

  // What others saved while these edits waited in the browser is joined at once.
  const { newer } = opened
  useEffect(() => {
    if (newer && mayEdit) saving.join(newer)
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the flow was opened
  }, [newer])

  return (
    <div className={styles.builder}>
      <Toolbar head={head} checked={checked} busy={saving.busy} onSave={save} />
      {show !== 'live' && <PenNotice />}
      {opened.restored !== undefined && show !== 'live' && <Restored at={opened.restored} reopen={saving.reopen} />}
      {show === 'live' ? (
        <Suspense fallback={<PageSkeleton />}>
          <LiveView head={head} />
        </Suspense>
      ) : (
        <div className={styles.body}>
          {mayEdit && palette && view !== 'outline' && <Palette />}
          {view !== 'picture' && (
            <div className={view === 'both' ? styles.beside : styles.alone}>
              <Outline findings={findings} />
            </div>
          )}
          {view !== 'outline' && (
            <div className={styles.picture}>
              <Canvas findings={findings} />
              {empty && view === 'picture' && (
                <div className={styles.empty}>
                  <EmptyFlow />
                </div>
              )}
              {find && <FindBar />}
            </div>
          )}
          {view === 'outline' && find && (
            <div className={styles.finder}>
              <FindBar />
            </div>
          )}
          <SidePanel checked={checked} />
        </div>
      )}
      <CanvasDialogs />
      <FlowDialogs head={head} saving={saving} />
      {ask === 'publish' && !saving.clash && <PublishDialog head={head} saving={saving} checked={checked} />}
      {saving.clash && <ConflictDialog clash={saving.clash} saving={saving} />}
    </div>
  )
}

const none: never[] = []

/** The link of a node, #node-ID, shows it; whoever chooses a node gets its link in the address. */
function useNodeLink() {
  const { ui, store, canvas } = useBuilder()
  const current = useUi((state) => (state.selected.size === 1 ? [...state.selected][0] : undefined))
  useEffect(() => {
    const follow = () => {
      const id = decodeURIComponent(/^#node-(.+)$/.exec(location.hash)?.[1] ?? '')
      if (!id || !store.document.nodes[id]) return
      ui.select([id])
      ui.set({ panel: 'settings' }) // who follows a link wants to see what is set there
      requestAnimationFrame(() => requestAnimationFrame(() => canvas.current?.reveal([id])))
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [ui, store, canvas])
  useEffect(() => {
    if (current !== undefined) history.replaceState(history.state, '', `#node-${encodeURIComponent(current)}`)
  }, [current])
}

/** Tells that unsaved edits are back, and offers to do without them. */
function Restored({ at, reopen }: { at: number; reopen: () => Promise<void> }) {
  const { t } = useLingui()
  const { store } = useBuilder()
  const toast = useToast()
  const [open, setOpen] = useState(true)
  const saved = useEditing(() => store.difference === 'none')
  if (!open || saved) return null
  const time = new Date(at).toLocaleString()
  return (
    <div className={styles.notice} role="status">
      <p>
        <Trans>Your unsaved edits of {time} are here again.</Trans>
      </p>
      <Button size="s" onClick={() => setOpen(false)}>{t`Go on with them`}</Button>
      <Button size="s" variant="quiet" onClick={() => reopen().then(() => setOpen(false), toast.problem)}>
        {t`Do without them`}
      </Button>
    </div>
  )
}
