import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Voicemail as Picture } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { ConfirmDialog } from '@/parts/Dialog'
import { EmptyState } from '@/parts/EmptyState'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { PageSkeleton } from '@/parts/Skeleton'
import { messages, messagesQuery, type Base, type Message } from './api'
import { MessageCard } from './MessageCard'

type Props = { base: Base; box?: string | undefined; unread?: boolean | undefined; caller?: string | undefined; may: boolean }

/** Messages, newest first, each with its sound and what can be done with it. */
export function Messages({ base, box, unread, caller, may }: Props) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [removing, setRemoving] = useState<Message>()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(messagesQuery(base, { box, unread, caller }))
  const changed = () => Promise.all([queries.invalidateQueries({ queryKey: [base] }), queries.invalidateQueries({ queryKey: ['mailboxes'] })])
  const shown = data?.pages.flatMap((page) => page.items)
  return (
    <div className={layout.stack}>
      <ErrorBox error={error} retry={() => void refetch()} />
      {!shown && !error && <PageSkeleton />}
      {shown?.length === 0 && (
        <EmptyState title={caller ? t`There is no message from this number` : unread ? t`Everything has been heard` : t`There are no messages`} picture={<Picture size={36} />}>
          <Trans>Callers whom a flow sends to voicemail leave their messages here.</Trans>
        </EmptyState>
      )}
      {shown?.map((message) => (
        <MessageCard key={message.id} base={base} message={message} may={may} changed={changed} remove={() => setRemoving(message)} />
      ))}
      {hasNextPage && (
        <div>
          <Button size="s" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        </div>
      )}
      <ConfirmDialog
        title={t`Remove this message?`}
        action={t`Remove`}
        danger
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        onConfirm={async () => {
          if (removing) await messages.remove(base, removing.id)
          await changed()
        }}
      >
        <Trans>Its sound goes too. This cannot be undone.</Trans>
      </ConfirmDialog>
    </div>
  )
}
