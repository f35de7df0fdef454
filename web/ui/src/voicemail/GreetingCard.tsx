import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ConfirmDialog } from '@/parts/Dialog'
import layout from '@/parts/Layout.module.css'
import { Player } from '@/parts/sound/Player'
import { boxes, boxQuery, type BoxBase, type Mailbox } from './api'
import { NewGreeting } from './NewGreeting'

/** What callers hear before they speak: the box's own greeting, or the flow's. */
export function GreetingCard({ base, saved, may }: { base: BoxBase; saved: Answer<Mailbox>; may: boolean }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<'new' | 'remove'>()
  const { box, greeting, greeting_s } = saved.data
  const changed = async () => {
    queries.removeQueries({ queryKey: ['peaks', boxes.peaksAt(base, box)] })
    await queries.invalidateQueries(boxQuery(base, box))
  }
  return (
    <Card title={t`Greeting`}>
      <div className={layout.fields}>
        {greeting ? (
          <Player key={greeting} title={t`Its own greeting`} sound={boxes.soundAt(base, box)} peaks={boxes.peaksAt(base, box)} duration={greeting_s ?? 0} />
        ) : (
          <p className={layout.soft}>
            <Trans>Callers hear the greeting of the flow that sends them here. One of the box’s own takes its place; it can also be recorded by telephone.</Trans>
          </p>
        )}
        {may && (
          <div className={layout.row}>
            <Button onClick={() => setAsking('new')}>{greeting ? <Trans>Another greeting</Trans> : <Trans>Give it a greeting of its own</Trans>}</Button>
            {greeting && (
              <Button onClick={() => setAsking('remove')}>
                <Trans>Use the flow’s again</Trans>
              </Button>
            )}
          </div>
        )}
      </div>
      {asking === 'new' && <NewGreeting base={base} saved={saved} changed={changed} onClose={() => setAsking(undefined)} />}
      <ConfirmDialog
        title={t`Use the flow’s greeting again?`}
        action={t`Use the flow’s`}
        open={asking === 'remove'}
        onOpenChange={(open) => !open && setAsking(undefined)}
        onConfirm={async () => {
          await boxes.ungreet(base, saved)
          await changed()
        }}
      >
        <Trans>The box’s own greeting goes. This cannot be undone.</Trans>
      </ConfirmDialog>
    </Card>
  )
}
