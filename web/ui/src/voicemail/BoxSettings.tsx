import { useQuery } from '@tanstack/react-query'
import { ErrorBox } from '@/parts/ErrorBox'
import layout from '@/parts/Layout.module.css'
import { PageSkeleton } from '@/parts/Skeleton'
import { boxQuery, type BoxBase } from './api'
import { GreetingCard } from './GreetingCard'
import { LampCard } from './LampCard'
import { MailCard } from './MailCard'
import { PinCard } from './PinCard'

type Props = {
  base: BoxBase
  box: string
  /** Whether who looks may change it. */
  may: boolean
}

/** The greeting and the PIN of a box; for those who administer it also its number, its light, and mail. */
export function BoxSettings({ base, box, may }: Props) {
  const { data, error, refetch } = useQuery(boxQuery(base, box))
  if (!data) return error ? <ErrorBox error={error} retry={() => void refetch()} /> : <PageSkeleton />
  const { box: named } = data.data
  return (
    <div className={layout.pair}>
      <div className={layout.stack}>
        <GreetingCard base={base} saved={data} may={may} />
        {base === '/mailboxes' && named.startsWith('user:') && <MailCard user={named.slice('user:'.length)} may={may} />}
      </div>
      <div className={layout.stack}>
        <PinCard base={base} saved={data} may={may} />
        {base === '/mailboxes' && <LampCard lamp={data.data.lamp} />}
      </div>
    </div>
  )
}
