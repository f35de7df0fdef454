import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api, type Page } from '@/api/client'
import type { Use } from '@/api/problem'
import { Badge } from './Badge'
import { ErrorBox } from './ErrorBox'
import { Skeleton } from './Skeleton'
import styles from './Uses.module.css'

/** Where a thing is used, asked at such as /users/alice/uses. */
export function Uses({ of }: { of: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['uses', of],
    queryFn: async ({ signal }) => (await api.get<Page<Use>>(of, {}, signal)).items,
  })
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton width="60%" />
  return <UseList uses={data} />
}

/** A list of what uses a thing. Of a flow's revisions only the newest is listed. */
export function UseList({ uses }: { uses: readonly Use[] }) {
  const { t } = useLingui()
  const shown = [...new Map(uses.toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0)).map((use) => [[use.kind, use.name, use.node, use.param].join('\n'), use])).values()]
  if (shown.length === 0) {
    return (
      <p className={styles.none}>
        <Trans>Nothing uses it.</Trans>
      </p>
    )
  }
  return (
    <ul className={styles.list} aria-label={t`Where it is used`}>
      {shown.map((use) => (
        <li key={[use.kind, use.name, use.node, use.param].join('\n')}>
          <Kind kind={use.kind} /> <Place use={use} />
          {use.node && <code className={styles.node}>{use.node}</code>}
          {use.live && <Badge tone="good">{t`Live`}</Badge>}
        </li>
      ))}
    </ul>
  )
}

function Kind({ kind }: { kind: string }) {
  const { t } = useLingui()
  const names: Record<string, string> = { flow: t`Flow`, group: t`Group`, queue: t`Queue`, number: t`Number`, policy: t`Rule` }
  return <span className={styles.kind}>{names[kind] ?? kind}</span>
}

function Place({ use }: { use: Use }): ReactNode {
  switch (use.kind) {
    case 'flow':
      return <Link to="/flows">{use.name}</Link>
    case 'group':
      return <Link to="/people/groups/$group" params={{ group: use.name }}>{use.name}</Link>
    case 'queue':
      return <Link to="/queues/$queue" params={{ queue: use.name }}>{use.name}</Link>
    default:
      return <bdi>{use.name}</bdi>
  }
}
