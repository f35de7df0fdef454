import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { RefreshCw } from 'lucide-react'
import { useEffect } from 'react'
import { Button } from '@/parts/Button'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorBox } from '@/parts/ErrorBox'
import { outdated } from './outdated'
import styles from './RouteError.module.css'

/** A page that failed: what went wrong, and a way to try again. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  useEffect(() => queries.reset(), [queries])
  if (outdated(error)) return <Outdated heading={1} />
  return (
    <div className={styles.page}>
      <ErrorBox
        error={error}
        retry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </div>
  )
}

/** The same for a part of a page, whose other parts go on. */
export function PartError({ error, reset }: ErrorComponentProps) {
  return outdated(error) ? <Outdated heading={3} /> : <ErrorBox error={error} retry={reset} />
}

/** Where there is no shell around it. */
export function RootError(props: ErrorComponentProps) {
  return (
    <main>
      <RouteError {...props} />
    </main>
  )
}

/** The page is of a callflow before an update, or the connection was lost: a part of it that is needed now cannot be fetched. */
function Outdated({ heading }: { heading: 1 | 3 }) {
  const { t } = useLingui()
  const again = (
    <Button variant="primary" icon={<RefreshCw size={16} aria-hidden />} onClick={() => location.reload()}>
      <Trans>Load the page again</Trans>
    </Button>
  )
  return (
    <EmptyState title={t`This page has to be loaded again`} heading={heading} action={again}>
      <Trans>A part of it could not be fetched: callflow was updated while the page was open, or the connection was lost. What you edited in a flow is kept.</Trans>
    </EmptyState>
  )
}
