import { Trans, useLingui } from '@lingui/react/macro'
import type { Checked } from '../state/check'
import { useBuilder } from '../state/context'
import { useFlowTests, useTestsBlock } from './flowTests'
import { Failures, TestMark } from './TestResults'
import styles from './Tests.module.css'

/** The tests that fail with the flow as it is edited, and whether that stops publishing; nothing when none does. */
export function FailingTests({ checked, onOpen }: { checked: Checked | undefined; onOpen?: () => void }) {
  const { t } = useLingui()
  const { ui } = useBuilder()
  const { failing } = useFlowTests(checked)
  const block = useTestsBlock()
  if (failing.length === 0) return null
  return (
    <section className={styles.failing}>
      <h3>{t`Tests that fail`}</h3>
      <p>
        {block ? (
          <Trans>They stop the flow from being published: mend the flow or the tests.</Trans>
        ) : (
          <Trans>They do not stop the flow from being published; the company’s settings can change that.</Trans>
        )}
      </p>
      <ul className={styles.list} aria-label={t`Tests that fail`}>
        {failing.map((result) => (
          <li key={result.id} className={styles.test}>
            <TestMark result={result} />
            <div>
              <strong>{result.name}</strong>
              <Failures failures={result.failures} />
            </div>
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="link"
        onClick={() => {
          onOpen?.()
          ui.set({ panel: 'tests' })
        }}
      >
        {t`All tests`}
      </button>
    </section>
  )
}
