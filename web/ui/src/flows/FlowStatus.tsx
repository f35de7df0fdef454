import { Trans } from '@lingui/react/macro'
import { Badge } from '@/parts/Badge'
import type { Flow } from './flow'

/** Where a flow stands: draft with its progress, available, active, and whether a newer revision waits to be published. */
export function FlowStatus({ flow }: { flow: Flow }) {
  if (flow.status === 'draft') {
    return flow.complete ? (
      <Badge tone="info">
        <Trans>Complete, unpublished</Trans>
      </Badge>
    ) : (
      <Badge>
        <Trans>Draft, {flow.progress} %</Trans>
      </Badge>
    )
  }
  return (
    <>
      {flow.status === 'active' ? (
        <Badge tone="good">
          <Trans>Active</Trans>
        </Badge>
      ) : (
        <Badge tone="accent">
          <Trans>Available</Trans>
        </Badge>
      )}{' '}
      {flow.latest_revision > flow.live_revision && (
        <Badge tone="warn">
          <Trans>Newer draft</Trans>
        </Badge>
      )}
    </>
  )
}
