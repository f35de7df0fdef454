import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from '@tanstack/react-router'
import { useMay } from '@/api/session'
import { Button } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { ConfirmDialog } from '@/parts/Dialog'
import { capsQuery, rules, type Cap } from './api'
import styles from './CapCard.module.css'
import { counts, draftOf, usedOf, type Count } from './limits'

/** One cap in words, with how much of it is used now. */
export function CapCard({ cap, etag, onChange }: { cap: Cap; etag: string | undefined; onChange: () => void }) {
  const { t } = useLingui()
  const admin = useMay('admin')
  const queries = useQueryClient()
  // What the person was asked about: another's change of it meanwhile is told. One of somebody else's limits is no matter.
  const [asked, setAsked] = useState<{ cap: Cap; etag: string | undefined }>()
  const same = asked && JSON.stringify(draftOf(asked.cap)) === JSON.stringify(draftOf(cap))
  const { user, allowed, forbidden, alert } = cap
  const labels = useCountNames()
  const title = user ?? t`The company`

  return (
    <Card
      title={title}
      description={
        user && (
          <Link to="/people/users/$user" params={{ user }}>
            <Trans>Show the person</Trans>
          </Link>
        )
      }
      actions={
        admin && (
          <>
            {user && (
              <Button size="s" aria-label={t`Take away the limits of ${title}`} onClick={() => setAsked({ cap, etag })}>
                <Trans>Take away</Trans>
              </Button>
            )}
            <Button size="s" aria-label={t`Change the limits of ${title}`} onClick={onChange}>
              <Trans>Change</Trans>
            </Button>
          </>
        )
      }
    >
      <ul className={styles.counts} aria-label={t`Limits of ${title}`}>
        {counts.map((name) => (
          <Amount key={name} cap={cap} name={name} label={labels[name]} />
        ))}
      </ul>
      <dl className={styles.prefixes}>
        <div>
          <dt>{t`May be called`}</dt>
          <dd>
            {!user && t`Numbers of the company’s country, and short ones`}
            {allowed.length > 0 && <Prefixes of={allowed} />}
            {user && allowed.length === 0 && t`What the company allows`}
          </dd>
        </div>
        <div>
          <dt>{t`May not be called`}</dt>
          <dd>
            {!user && t`Numbers abroad, and those that cost extra`}
            {forbidden.length > 0 && <Prefixes of={forbidden} />}
            {user && forbidden.length === 0 && t`What the company forbids`}
          </dd>
        </div>
        {!user && (
          <div>
            <dt>{t`Who gets a mail when a limit refuses a call`}</dt>
            <dd>{alert ? <bdi>{alert}</bdi> : t`Nobody`}</dd>
          </div>
        )}
      </dl>
      {user && (
        <ConfirmDialog
          title={t`Take the limits of ${user} away?`}
          action={t`Take them away`}
          open={asked !== undefined}
          onOpenChange={() => setAsked(undefined)}
          load={() => queries.invalidateQueries(capsQuery)}
          onConfirm={async () => {
            await rules.removeCap(user, same ? etag : asked?.etag)
            await queries.invalidateQueries(capsQuery)
          }}
        >
          <Trans>The company’s limits still hold.</Trans>
        </ConfirmDialog>
      )}
    </Card>
  )
}

export function useCountNames(): Record<Count, string> {
  const { t } = useLingui()
  return { calls_hour: t`Calls an hour`, concurrent: t`Calls at a time`, minutes_day: t`Minutes a day`, texts_hour: t`Texts an hour` }
}

function Amount({ cap, name, label }: { cap: Cap; name: Count; label: string }) {
  const { t } = useLingui()
  const share = usedOf(cap, name)
  const used = Math.round(cap.used[name])
  const most = cap[name]
  const full = share !== undefined && share >= 1
  const text = share === undefined ? t`${used} now, no limit` : most === 0 ? t`None allowed` : t`${used} of ${most} used`
  return (
    <li className={full ? styles.full : undefined}>
      <span className={styles.label}>{label}</span>
      <span className={styles.amount}>{text}</span>
      {share !== undefined && (
        <span className={styles.bar} aria-hidden>
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
    </li>
  )
}

function Prefixes({ of }: { of: readonly string[] }) {
  return (
    <span className={styles.list}>
      {of.map((prefix) => (
        <code key={prefix}>{prefix}…</code>
      ))}
    </span>
  )
}
