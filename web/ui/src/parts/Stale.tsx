import { Trans } from '@lingui/react/macro'
import { Problem } from '@/api/problem'
import { Button } from './Button'

/** After somebody else saved another version meanwhile (412): a way to go on from theirs. What was entered stays until it is pressed. */
export function Stale({ error, load }: { error: unknown; load: () => unknown }) {
  if (!(error instanceof Problem) || error.status !== 412) return null
  return (
    <div>
      <Button size="s" onClick={() => void load()}>
        <Trans>Show what is saved now</Trans>
      </Button>
    </div>
  )
}
