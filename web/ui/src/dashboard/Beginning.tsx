import { Trans, useLingui } from '@lingui/react/macro'
import { CircleCheck, CircleDashed } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMay } from '@/api/session'
import { LinkButton } from '@/parts/Button'
import { Card } from '@/parts/Card'
import styles from './Beginning.module.css'

type Done = { people: boolean; flow: boolean; number: boolean; numbers: boolean }

/** The three steps from an empty install to a number that answers. */
export function Beginning({ done }: { done: Done }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const editor = useMay('flows')
  return (
    <Card title={t`Three steps to the first call`}>
      <ol className={styles.steps}>
        <Step
          done={done.people}
          title={t`Add people`}
          action={
            admin && (
              <LinkButton to="/people">
                <Trans>People</Trans>
              </LinkButton>
            )
          }
        >
          <Trans>Who can be rung, and on which telephones.</Trans>
        </Step>
        <Step
          done={done.flow}
          title={t`Draw a flow`}
          action={
            editor && (
              <LinkButton to="/flows" search={{ new: true }} variant={done.people && !done.flow ? 'primary' : 'secondary'}>
                <Trans>New flow</Trans>
              </LinkButton>
            )
          }
        >
          <Trans>Start from a template, say what happens to a call, and publish it when nothing is missing.</Trans>
        </Step>
        <Step
          done={done.number}
          title={t`Give it a number`}
          action={
            admin && (
              <LinkButton to="/numbers" variant={done.people && done.flow ? 'primary' : 'secondary'}>
                <Trans>Numbers</Trans>
              </LinkButton>
            )
          }
        >
          <Trans>The number or extension that callers dial. The very next call runs the flow.</Trans>
        </Step>
      </ol>
    </Card>
  )
}

function Step({ done, title, children, action }: { done: boolean; title: string; children: ReactNode; action: ReactNode }) {
  const { t } = useLingui()
  return (
    <li className={done ? styles.done : undefined}>
      {done ? <CircleCheck size={22} role="img" aria-label={t`Done`} /> : <CircleDashed size={22} role="img" aria-label={t`To do`} />}
      <div>
        <h3>{title}</h3>
        <p>{children}</p>
      </div>
      {!done && action}
    </li>
  )
}
