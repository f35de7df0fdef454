import { useLingui } from '@lingui/react/macro'
import { CatchBoundary } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { PartError } from '@/app/RouteError'
import { EmptyState } from '@/parts/EmptyState'
import { Skeleton } from '@/parts/Skeleton'
import { Findings } from '../panels/Findings'
import { FlowSettings } from '../panels/FlowSettings'
import { Steps } from '../panels/Steps'
import { SettingsPanel } from '../settings/panel/SettingsPanel'
import type { Checked } from '../state/check'
import { useBuilder, useFlow, useUi } from '../state/context'
import styles from './SidePanel.module.css'

// They load when they are first opened.
const Settings = lazy(() => import('./Settings'))
const TestsPanel = lazy(async () => ({ default: (await import('../trial/TestsPanel')).TestsPanel }))
const FailingTests = lazy(async () => ({ default: (await import('../trial/FailingTests')).FailingTests }))
const TryIt = lazy(async () => ({ default: (await import('../trial/TryIt')).TryIt }))

/** What stands right of the picture, and above it on a phone. */
export function SidePanel({ checked }: { checked: Checked | undefined }) {
  const { t } = useLingui()
  const { ui, actions, canvas, catalog } = useBuilder()
  const panel = useUi((state) => state.panel)
  const selected = useUi((state) => state.selected)
  const flow = useFlow()
  const [only = ''] = selected
  const node = selected.size === 1 ? flow.nodes[only] : undefined

  const close = () => {
    ui.set({ panel: undefined })
    canvas.current?.focus()
  }
  const bodies: Record<string, { title: string; below?: string; body: ReactNode }> = {
    settings: {
      title: node ? actions.nameOf(only) : t`Settings`,
      ...(node?.label && { below: catalog.title(node.type) }),
      body: node ? (
        <Settings key={only} id={only} findings={checked?.findings ?? []} />
      ) : (
        <EmptyState title={selected.size > 1 ? t`${selected.size} nodes are chosen` : t`No node is chosen`} heading={3}>
          {t`Choose one node to see its settings.`}
        </EmptyState>
      ),
    },
    findings: {
      title: t`What is missing`,
      body: (
        <>
          <Findings checked={checked} />
          <FailingTests checked={checked} />
        </>
      ),
    },
    tests: { title: t`Flow tests`, body: <TestsPanel checked={checked} /> },
    trial: { title: t`Try it`, body: <TryIt /> },
    steps: { title: t`Steps`, body: <Steps /> },
    flow: { title: t`Flow settings`, body: <FlowSettings /> },
  }
  const shown = panel && bodies[panel]
  if (!shown) return null
  return (
    <SettingsPanel title={shown.title} subtitle={shown.below} onClose={close}>
      <div id="builder-panel" className={styles.body} tabIndex={-1}>
        {/* A panel that cannot be fetched, as offline, leaves the picture to go on with. */}
        <CatchBoundary getResetKey={() => `${panel} ${only}`} errorComponent={PartError}>
          <Suspense fallback={<Skeleton />}>{shown.body}</Suspense>
        </CatchBoundary>
      </div>
    </SettingsPanel>
  )
}
