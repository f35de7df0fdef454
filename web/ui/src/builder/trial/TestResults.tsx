import { Trans, useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { outcomeName } from '../catalog/outcomeNames'
import { useBuilder, useFlow } from '../state/context'
import { differenceOf, type Visit } from './difference'
import type { TestResult } from './flowTests'
import styles from './Tests.module.css'

/** Whether a test passed, told by picture and word. */
export function TestMark({ result }: { result: TestResult | undefined }) {
  const { t } = useLingui()
  if (!result) return <CircleDashed size={16} className={styles.unknown} aria-label={t`Not run`} role="img" />
  if (result.passed) return <CircleCheck size={16} className={styles.passed} aria-label={t`Passes`} role="img" />
  return <CircleAlert size={16} className={styles.failed} aria-label={t`Fails`} role="img" />
}

/** What was not as a test expects; where the call went another way, with the nodes by their names. */
export function Failures({ failures }: { failures: readonly string[] }) {
  return (
    <ul className={styles.failures}>
      {failures.map((failure) => (
        <li key={failure}>
          <Failure failure={failure} />
        </li>
      ))}
    </ul>
  )
}

function Failure({ failure }: { failure: string }) {
  const { t } = useLingui()
  const { actions, canvas, ui } = useBuilder()
  const flow = useFlow()
  const difference = differenceOf(failure)
  if (!difference) return <>{failure}</>
  const name = (visit: Visit | undefined) => {
    if (!visit) return t`the end`
    const node = flow.nodes[visit.node] ? actions.nameOf(visit.node) : visit.node
    return visit.outcome === undefined ? node : `${node} → ${outcomeName(visit.outcome, flow.nodes[visit.node], t)}`
  }
  const { step } = difference
  const got = name(difference.got)
  const want = name(difference.want)
  const node = difference.got?.node ?? difference.want?.node ?? ''
  const text = <Trans>Step {step}: {got}, not {want}</Trans>
  if (!flow.nodes[node]) return text
  return (
    <button
      type="button"
      className="link"
      onClick={() => {
        ui.select([node])
        canvas.current?.reveal([node])
      }}
    >
      {text}
    </button>
  )
}
