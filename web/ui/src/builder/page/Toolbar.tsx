import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import {
  Blocks,
  Copy,
  Activity,
  Download,
  EllipsisVertical,
  FlaskConical,
  History,
  ListTree,
  PencilLine,
  Phone,
  Play,
  Redo2,
  Save,
  Search,
  Settings2,
  SquareStack,
  Trash2,
  Undo2,
  Upload,
  Waypoints,
  WandSparkles,
} from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { Badge } from '@/parts/Badge'
import { Button, IconButton } from '@/parts/Button'
import { Menu } from '@/parts/Menu'
import { useToast } from '@/parts/Toast'
import { EditorsBar } from '../editors/EditorsBar'
import { exportFlow } from '../files/exportFlow'
import type { Checked } from '../state/check'
import { flowRoute } from '../routes'
import { useBuilder, useEditing, useUi } from '../state/context'
import { useStepName } from '../state/stepNames'
import type { Panel } from '../state/ui'
import type { FlowHead } from './flowQueries'
import styles from './Toolbar.module.css'

type Props = { head: FlowHead; checked: Checked | undefined; busy: boolean; onSave: () => void }

/** The bar above the picture: what it is, how far it is, what can be done with it. */
export function Toolbar({ head, checked, busy, onSave }: Props) {
  const { t } = useLingui()
  const { store, ui, mayEdit } = useBuilder()
  const difference = useEditing(() => store.difference)
  const undo = useEditing(({ steps, done }) => steps[done - 1])
  const redo = useEditing(({ steps, done }) => steps[done])
  const panel = useUi((state) => state.panel)
  const view = useUi((state) => state.view)
  const nameOf = useStepName()
  const { show } = flowRoute.useSearch()
  const go = flowRoute.useNavigate()
  const live = show === 'live'
  const toggle = (which: Panel) => ui.set({ panel: panel === which ? undefined : which })
  const state = difference === 'changed' ? t`Unsaved` : difference === 'moved' ? t`Moved` : t`Saved`
  const undoName = undo && nameOf(undo.name)
  const redoName = redo && nameOf(redo.name)

  return (
    <header className={styles.bar}>
      <div className={styles.title}>
        <Link to="/flows" className={styles.back}>
          {t`Flows`}
        </Link>
        <span aria-hidden className={styles.slash}>
          /
        </span>
        <h1 title={head.name}>{head.name}</h1>
        <Status head={head} />
        <EditorsBar />
      </div>
      <div className={styles.group} role="toolbar" aria-label={t`Editing`}>
        {mayEdit && (
          <>
            <IconButton size="s" label={undoName ? t`Undo: ${undoName}` : t`Undo`} disabled={!undo} onClick={() => store.undo()}>
              <Undo2 size={17} aria-hidden />
            </IconButton>
            <IconButton size="s" label={redoName ? t`Redo: ${redoName}` : t`Redo`} disabled={!redo} onClick={() => store.redo()}>
              <Redo2 size={17} aria-hidden />
            </IconButton>
          </>
        )}
        {!live && (
          <IconButton size="s" label={t`Find`} onClick={() => ui.set({ find: true })}>
            <Search size={17} aria-hidden />
          </IconButton>
        )}
        <span className={styles.views} role="group" aria-label={t`View`}>
          <IconButton size="s" label={t`Picture`} aria-pressed={view !== 'outline'} onClick={() => ui.set({ view: view === 'both' ? 'outline' : view === 'picture' ? 'picture' : 'both' })} className={styles.view}>
            <Waypoints size={17} aria-hidden />
          </IconButton>
          <IconButton size="s" label={t`Outline`} aria-pressed={view !== 'picture'} onClick={() => ui.set({ view: view === 'both' ? 'picture' : view === 'outline' ? 'outline' : 'both' })} className={styles.view}>
            <ListTree size={17} aria-hidden />
          </IconButton>
        </span>
      </div>
      <div className={styles.end}>
        {!live && (
          <>
            <Progress checked={checked} open={panel === 'findings'} onClick={() => toggle('findings')} />
            <Button size="s" aria-pressed={panel === 'trial'} icon={<Play size={15} aria-hidden />} onClick={() => toggle('trial')} className={styles.try}>
              {t`Try it`}
            </Button>
          </>
        )}
        <Button
          size="s"
          aria-pressed={live}
          icon={<Activity size={15} aria-hidden />}
          onClick={() => void go({ search: ({ period, since, until }) => (live ? {} : { show: 'live', period, since, until }), hash: '' })}
          className={styles.try}
        >
          {t({ message: 'Live', context: 'calls as they go' })}
        </Button>
        {mayEdit && store.document.kind === 'voice' && (
          <IconButton size="s" label={t`Call it`} onClick={() => ui.set({ asking: { ask: 'call' } })}>
            <Phone size={16} aria-hidden />
          </IconButton>
        )}
        {mayEdit && (
          <>
            <span className={styles.state} data-difference={difference}>
              {state}
            </span>
            <Button size="s" busy={busy} disabled={difference === 'none'} icon={<Save size={15} aria-hidden />} onClick={onSave}>
              {t`Save`}
            </Button>
            <Button size="s" variant="primary" onClick={() => ui.set({ asking: { ask: 'publish' } })}>
              {t`Publish`}
            </Button>
          </>
        )}
        <More head={head} />
      </div>
    </header>
  )
}

function Status({ head }: { head: FlowHead }) {
  const { t } = useLingui()
  if (head.status === 'active') return <Badge tone="good">{t`Active`}</Badge>
  if (head.status === 'available') return <Badge tone="info">{t`Available`}</Badge>
  return <Badge>{t`Draft`}</Badge>
}

/** How complete the flow is; a click lists what is missing. */
function Progress({ checked, open, onClick }: { checked: Checked | undefined; open: boolean; onClick: () => void }) {
  const { t } = useLingui()
  const progress = checked?.progress ?? 0
  const errors = checked?.findings.filter(({ level }) => level === 'error').length ?? 0
  const warnings = checked?.findings.filter(({ level }) => level === 'warning').length ?? 0
  const left = errors + warnings
  return (
    <button type="button" className={styles.progress} aria-expanded={open} onClick={onClick} title={t`What is missing`}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden>
        <circle cx="10" cy="10" r="8" className={styles.track} />
        <circle cx="10" cy="10" r="8" pathLength="100" strokeDasharray={`${progress} 100`} className={errors > 0 ? styles.part : styles.whole} />
      </svg>
      <span>{checked ? `${progress} %` : '…'}</span>
      {left > 0 && <span className={errors > 0 ? styles.errors : styles.warnings}>{left}</span>}
      <span className="sr-only">{t`complete`}</span>
    </button>
  )
}

function More({ head }: { head: FlowHead }) {
  const { t } = useLingui()
  const { store, ui, mayEdit, flowId, actions } = useBuilder()
  const go = useNavigate()
  const toast = useToast()
  const exportAs = (as: 'yaml' | 'json') => exportFlow(store.document, head.name, as).catch(toast.problem)
  return (
    <Menu
      label={t`More`}
      align="end"
      trigger={
        <IconButton size="s" label={t`More`}>
          <EllipsisVertical size={17} aria-hidden />
        </IconButton>
      }
      items={[
        { label: t`Flow settings`, icon: <Settings2 size={16} aria-hidden />, onSelect: () => ui.set({ panel: 'flow' }) },
        { label: t`Flow tests`, icon: <FlaskConical size={16} aria-hidden />, onSelect: () => ui.set({ panel: 'tests' }) },
        { label: t`Steps`, icon: <SquareStack size={16} aria-hidden />, onSelect: () => ui.set({ panel: 'steps' }) },
        ...(mayEdit
          ? [
              { label: t`Tidy up`, icon: <WandSparkles size={16} aria-hidden />, onSelect: () => actions.tidy().catch(toast.problem) },
              { label: t`Palette`, icon: <Blocks size={16} aria-hidden />, onSelect: () => ui.set({ palette: !ui.state.palette }) },
            ]
          : []),
        'separator',
        { label: t`History`, icon: <History size={16} aria-hidden />, onSelect: () => go({ to: '/flows/$id/history', params: { id: flowId } }) },
        { label: t`Who uses this`, icon: <Waypoints size={16} aria-hidden />, onSelect: () => ui.set({ asking: { ask: 'uses' } }) },
        { label: t`Export as YAML`, icon: <Download size={16} aria-hidden />, onSelect: () => exportAs('yaml') },
        { label: t`Export as JSON`, icon: <Download size={16} aria-hidden />, onSelect: () => exportAs('json') },
        ...(mayEdit
          ? [
              { label: t`Import`, icon: <Upload size={16} aria-hidden />, onSelect: () => ui.set({ asking: { ask: 'import' } }) },
              { label: t`Copy`, icon: <Copy size={16} aria-hidden />, onSelect: () => ui.set({ asking: { ask: 'copy' } }) },
              { label: t`Rename`, icon: <PencilLine size={16} aria-hidden />, onSelect: () => ui.set({ asking: { ask: 'name' } }) },
              'separator' as const,
              {
                label: t`Discard the draft`,
                danger: true,
                disabled: head.live_revision === 0,
                icon: <Trash2 size={16} aria-hidden />,
                onSelect: () => ui.set({ asking: { ask: 'discard' } }),
              },
            ]
          : []),
      ]}
    />
  )
}
