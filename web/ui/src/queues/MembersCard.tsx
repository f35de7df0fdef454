import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useState } from 'react'
import type { Answer } from '@/api/client'
import { useMay } from '@/api/session'
import { Button, IconButton } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Form, useForm } from '@/parts/Form'
import layout from '@/parts/Layout.module.css'
import { Sortable } from '@/parts/Sortable'
import { Stale } from '@/parts/Stale'
import { useToast } from '@/parts/Toast'
import { PickUser } from '@/people/PickUser'
import { queueQuery, queues, type Member, type Queue } from './api'
import styles from './Queues.module.css'

const settingsOf = (queue: Queue): Member[] => queue.members.map(({ user, priority, delay_s, pause_after }) => ({ user, priority, delay_s, pause_after }))

/** Who serves a queue, and in which order. */
export function MembersCard({ saved, load }: { saved: Answer<Queue>; load: () => Promise<unknown> }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queryClient = useQueryClient()
  const toast = useToast()
  const [members, setMembers] = useState(settingsOf(saved.data))
  const changed = JSON.stringify(members) !== JSON.stringify(settingsOf(saved.data))
  const form = useForm(
    () => queues.setMembers(saved.data.name, members, saved.etag),
    async (answer) => {
      queryClient.setQueryData(queueQuery(saved.data.name).queryKey, answer)
      setMembers(settingsOf(answer.data))
      toast.done(t`Saved.`)
      await queryClient.invalidateQueries({ queryKey: ['queues', 'now'] })
    },
  )
  const set = (index: number, change: Partial<Member>) => setMembers(members.map((member, at) => (at === index ? { ...member, ...change } : member)))
  return (
    <Card title={t`Members`} description={t`A member of priority 2 is rung when nobody of priority 1 is free; one with a delay only for callers who have waited so long. Who misses too many calls in a row is paused: after as many as the queue says, if the field is empty.`}>
      <Form
        form={form}
        actions={
          admin && (
            <Button type="submit" variant="primary" busy={form.busy} disabled={!changed}>
              <Trans>Save the members</Trans>
            </Button>
          )
        }
      >
        {members.length === 0 ? (
          <p className={layout.soft}>
            <Trans>Nobody serves this queue yet: callers leave it by the outcome “nobody there”.</Trans>
          </p>
        ) : (
          <Sortable label={t`Members`} items={members} keyOf={({ user }) => user} nameOf={({ user }) => user} onItems={setMembers} disabled={!admin}>
            {({ user, priority, delay_s, pause_after }, index) => (
              <>
                <bdi className={styles.member}>{user}</bdi>
                {admin && (
                  <IconButton size="s" label={t`Take ${user} out`} onClick={() => setMembers(members.toSpliced(index, 1))}>
                    <X size={16} aria-hidden />
                  </IconButton>
                )}
                <label className={styles.small}>
                  {t`Priority`}
                  <input type="number" min={1} max={10} value={priority} disabled={!admin} aria-label={t`Priority of ${user}`} onChange={(event) => set(index, { priority: event.target.valueAsNumber || 1 })} />
                </label>
                <label className={styles.small}>
                  {t`Delay`}
                  <input type="number" min={0} max={3600} value={delay_s} disabled={!admin} aria-label={t`Delay of ${user} in seconds`} onChange={(event) => set(index, { delay_s: event.target.valueAsNumber || 0 })} />
                </label>
                <label className={styles.small}>
                  {t`Pause after`}
                  <input
                    type="number"
                    min={0}
                    max={100}
                    value={pause_after ?? ''}
                    placeholder={String(saved.data.pause_after)}
                    disabled={!admin}
                    aria-label={t`Pause ${user} after so many missed calls`}
                    onChange={(event) => set(index, { pause_after: Number.isNaN(event.target.valueAsNumber) ? undefined : event.target.valueAsNumber })}
                  />
                </label>
              </>
            )}
          </Sortable>
        )}
        {admin && <PickUser without={members.map(({ user }) => user)} onPick={(user) => setMembers([...members, { user, priority: 1, delay_s: 0 }])} />}
        <Stale error={form.error} load={load} />
      </Form>
    </Card>
  )
}
