import { useLingui } from '@lingui/react/macro'
import { useSession } from '@/api/session'
import { Badge } from '@/parts/Badge'
import { PageHeader } from '@/parts/PageHeader'
import styles from './Account.module.css'
import { LookCard } from './LookCard'
import { PasswordCard } from './PasswordCard'
import { useRoleName } from './rights'
import { SecondFactorCard } from './SecondFactorCard'
import { SessionsCard } from './SessionsCard'
import { TokensCard } from './TokensCard'

/** What belongs to who is signed in: how to get in, from where, and how the pages look. */
export function Account() {
  const { t } = useLingui()
  const { full_name, user, company, role } = useSession()
  const roleName = useRoleName()
  return (
    <>
      <PageHeader title={t`Account`} description={full_name ? t`${full_name}, ${user} of ${company}` : t`${user} of ${company}`} mark={role && <Badge tone="accent">{roleName(role)}</Badge>} />
      <div className={styles.cards}>
        <div className={styles.stack}>
          <LookCard />
          <SecondFactorCard />
        </div>
        <PasswordCard />
        <SessionsCard />
        <TokensCard />
      </div>
    </>
  )
}
