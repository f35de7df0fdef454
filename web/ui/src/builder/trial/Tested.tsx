import { Trans, useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { IconButton } from '@/parts/Button'
import type { FlowTest } from './flowTests'
import { Failures } from './TestResults'
import styles from './TryIt.module.css'

/** Which flow test is tried. */
export function Tested({ test, leave }: { test: FlowTest; leave: () => void }) {
  const { t } = useLingui()
  const { name } = test
  return (
    <p className={styles.tested}>
      <span>
        <Trans>The test {name}</Trans>
      </span>
      <IconButton size="s" label={t`Leave the test`} onClick={leave}>
        <X size={15} aria-hidden />
      </IconButton>
    </p>
  )
}

/** What is not as the test expects. */
export function AsExpected({ failures }: { failures: readonly string[] }) {
  if (failures.length === 0) return <p><Trans>All is as the test expects.</Trans></p>
  return (
    <div>
      <p><Trans>The test expects something else:</Trans></p>
      <Failures failures={failures} />
    </div>
  )
}
