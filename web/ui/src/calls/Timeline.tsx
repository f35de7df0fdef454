import { Trans, useLingui } from '@lingui/react/macro'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useCatalog } from '@/builder/catalog/nodeTypes'
import { colourOf, glyphs, sortOf } from '@/parts/outcomes'
import { lasted, useTimes } from '@/parts/times'
import type { Step, Trace } from './call'
import styles from './Timeline.module.css'

type Props = { call: Trace; step: number | undefined; onStep: (seq: number) => void }

/** A call's steps under each other: when, where, which way on, and why. The chosen one shows all that is known of it. */
export function Timeline({ call, step, onStep }: Props) {
  const catalog = useCatalog()
  const chosen = useRef<HTMLLIElement>(null)
  // A step that the address names comes into view, but not while somebody walks through them.
  const first = useRef(step)
  useEffect(() => {
    if (first.current !== undefined) chosen.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <ol className={styles.steps}>
      {call.steps.map((one) => (
        <li
          key={one.seq}
          ref={one.seq === step ? chosen : undefined}
          className={styles.step}
          style={{ '--depth': one.depth ?? 0, '--outcome': colourOf(one.outcome) } as React.CSSProperties}
        >
          <StepButton call={call} step={one} title={one.label || catalog.title(one.type)} open={one.seq === step} onClick={() => onStep(one.seq)} />
          {one.seq === step && <Details step={one} />}
        </li>
      ))}
      {call.state === 'active' && (
        <li className={styles.now}>
          <Trans>The call is at {call.at ?? ''} now.</Trans>
        </li>
      )}
    </ol>
  )
}

function StepButton({ call, step, title, open, onClick }: { call: Trace; step: Step; title: string; open: boolean; onClick: () => void }) {
  const times = useTimes()
  const seconds = (new Date(step.left).getTime() - new Date(step.entered).getTime()) / 1000
  const after = (new Date(step.entered).getTime() - new Date(call.started).getTime()) / 1000
  return (
    <button type="button" className={styles.button} aria-expanded={open} onClick={onClick}>
      <span className={styles.seq}>{step.seq}</span>
      <time className={styles.time} dateTime={step.entered} title={times.second(step.entered)}>
        {lasted(after)}
      </time>
      <span className={styles.what}>
        <span className={styles.title}>
          <b>{title}</b> <code>{step.node}</code>
          {step.flow && (
            <span className={styles.soft}>
              <Trans>in {step.flow}</Trans>
            </span>
          )}
          {step.warnings && step.warnings.length > 0 && <TriangleAlert size={14} className={styles.warn} aria-hidden />}
        </span>
        {step.why && <span className={styles.why}>{step.why}</span>}
      </span>
      <span className={styles.outcome}>
        <span aria-hidden>{glyphs[sortOf(step.outcome)]}</span> {step.outcome}
      </span>
      <span className={styles.length}>{lasted(seconds)}</span>
    </button>
  )
}

function Details({ step }: { step: Step }) {
  const { t } = useLingui()
  const times = useTimes()
  const details = Object.entries(step.details ?? {})
  return (
    <div className={styles.details}>
      {step.warnings?.map((warning) => (
        <p key={warning} className={styles.warning}>
          <TriangleAlert size={14} aria-hidden /> {warning}
        </p>
      ))}
      <dl>
        <div className={styles.pair}>
          <dt>{t`Entered`}</dt>
          <dd>{times.second(step.entered)}</dd>
        </div>
        <div className={styles.pair}>
          <dt>{t`Left`}</dt>
          <dd>{times.second(step.left)}</dd>
        </div>
        {details.map(([name, value]) => (
          <div key={name} className={styles.pair}>
            <dt>{name}</dt>
            <dd>{said(value)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

/** A value of the details: lists of texts as lines, the rest as it is. */
function said(value: unknown) {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.map((line, index) => <div key={index}>{line}</div>)
  }
  return typeof value === 'object' ? <code>{JSON.stringify(value)}</code> : String(value)
}
