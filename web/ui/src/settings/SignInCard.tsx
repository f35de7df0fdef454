import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useSession } from '@/api/session'
import { signInsQuery } from '@/people/api'
import { Card } from '@/parts/Card'
import { ConfirmDialog } from '@/parts/Dialog'
import { Checkbox } from '@/parts/Field'
import layout from '@/parts/Layout.module.css'
import { useToast } from '@/parts/Toast'
import { companyQuery, settings, type Company } from './api'

/** What is asked of everybody who signs in. */
export function SignInCard({ company, etag }: { company: Company; etag: string | undefined }) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const { totp } = useSession()
  const { data } = useQuery(signInsQuery)
  const [asking, setAsking] = useState(false)
  const required = company.second_factor_required
  const without = (data ?? []).filter((one) => !one.totp && !one.disabled)

  async function set(second_factor_required: boolean) {
    queries.setQueryData(companyQuery.queryKey, await settings.setCompany({ second_factor_required }, etag))
    toast.done(second_factor_required ? t`Everybody needs a second factor now.` : t`A second factor is up to each person now.`)
  }

  return (
    <Card title={t`Signing in`}>
      <Checkbox
        label={t`Everybody needs a second factor`}
        hint={t`A code of an authenticator app beside the password. Who has none is led to set one up, and can do nothing else before. Programs with tokens go on.`}
        checked={required}
        disabled={!required && !totp}
        onChange={() => setAsking(true)}
      />
      {!required && !totp && (
        <p className={layout.soft}>
          <Trans>
            First <Link to="/me/account">set up your own</Link>; else you would shut yourself out.
          </Trans>
        </p>
      )}
      {without.length > 0 && (
        <p className={layout.soft}>
          <Plural value={without.length} one="One person has none yet:" other="# people have none yet:" />{' '}
          {without.slice(0, 20).map((one, index) => (
            <span key={one.user}>
              {index > 0 && ', '}
              <Link to="/people/users/$user" params={{ user: one.user }}>
                <bdi>{one.full_name || one.user}</bdi>
              </Link>
            </span>
          ))}
          {without.length > 20 && ', …'}
        </p>
      )}
      <ConfirmDialog
        title={required ? t`Leave the second factor to each person?` : t`Ask everybody for a second factor?`}
        action={required ? t`Leave it to them` : t`Ask everybody`}
        open={asking}
        onOpenChange={setAsking}
        load={() => queries.invalidateQueries(companyQuery)}
        onConfirm={() => set(!required)}
      >
        {required ? (
          <Trans>Who has one keeps it, and may turn it off. A stolen password is enough to come in as somebody without.</Trans>
        ) : (
          <Trans>It holds at once: who has none, and is signed in now, has to set one up before going on.</Trans>
        )}
      </ConfirmDialog>
    </Card>
  )
}
