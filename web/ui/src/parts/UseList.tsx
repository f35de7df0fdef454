import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Use } from '@/api/problem'
import { Badge } from './Badge'
import styles from './Uses.module.css'

/** A list of what uses a thing, each a link to the place. Of a flow's revisions only the newest is listed. */
export function UseList({ uses }: { uses: readonly Use[] }) {
  const { t } = useLingui()
  const shown = [...new Map(uses.toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0)).map((use) => [keyOf(use), use])).values()]
  if (shown.length === 0) {
    return (
      <p className={styles.none}>
        <Trans>Nothing uses it.</Trans>
      </p>
    )
  }
  return (
    // In a dialog's description there may be no list element.
    <span role="list" className={styles.list} aria-label={t`Where it is used`}>
      {shown.map((use) => (
        <span role="listitem" className={styles.use} key={keyOf(use)}>
          <Kind kind={use.kind} />
          <Place use={use} />
          {use.live && <Badge tone="good">{t`Live`}</Badge>}
        </span>
      ))}
    </span>
  )
}

const keyOf = (use: Use) => [use.kind, use.name, use.node, use.param].join('\n')

function Kind({ kind }: { kind: string }) {
  const { t } = useLingui()
  const names: Record<string, string> = { flow: t`Flow`, group: t`Group`, queue: t`Queue`, number: t`Number`, policy: t`Rule` }
  return <span className={styles.kind}>{names[kind] ?? kind}</span>
}

function Place({ use }: { use: Use }): ReactNode {
  const { t } = useLingui()
  switch (use.kind) {
    case 'flow': {
      const name = <bdi>{use.name}</bdi>
      if (!use.flow) return name
      const node = use.node && (
        <>
          {' · '}
          <code className={styles.node}>{use.node}</code>
        </>
      )
      return (
        <Link to="/flows/$id" params={{ id: String(use.flow) }} {...(use.node && { hash: `node-${encodeURIComponent(use.node)}` })}>
          {name}
          {node}
        </Link>
      )
    }
    case 'group':
      return (
        <Link to="/people/groups/$group" params={{ group: use.name }}>
          <bdi>{use.name}</bdi>
        </Link>
      )
    case 'queue':
      return (
        <Link to="/queues/$queue" params={{ queue: use.name }}>
          <bdi>{use.name}</bdi>
        </Link>
      )
    case 'number':
      return (
        <Link to="/numbers" search={{ q: use.name }}>
          {use.name}
        </Link>
      )
    case 'policy': {
      const names: Record<string, string> = { 'blocked callers': t`Blocked callers`, 'hidden callers': t`Hidden callers` }
      return (
        <Link to="/rules">
          {names[use.name] ?? use.name} <bdi>{use.param}</bdi>
        </Link>
      )
    }
    default:
      return <bdi>{use.name}</bdi>
  }
}
