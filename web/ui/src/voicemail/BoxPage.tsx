import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Inbox } from 'lucide-react'
import { useMay } from '@/api/session'
import { LinkButton } from '@/parts/Button'
import { PageHeader } from '@/parts/PageHeader'
import { BoxSettings } from './BoxSettings'
import { boxRoute } from './routes'

/** What is set for the box of a person or a group. */
export function BoxPage() {
  const { t } = useLingui()
  const { box } = boxRoute.useParams()
  const admin = useMay('admin')
  const [kind, name = ''] = box.split(':')
  const owner = <bdi>{name}</bdi>
  return (
    <>
      <PageHeader
        title={t`Mailbox ${box}`}
        back={{ to: '/voicemail', label: t`Voicemail` }}
        description={
          kind === 'group' ? (
            <Link to="/people/groups/$group" params={{ group: name }}>
              <Trans>Box of the group {owner}</Trans>
            </Link>
          ) : (
            <Link to="/people/users/$user" params={{ user: name }}>
              <Trans>Box of {owner}</Trans>
            </Link>
          )
        }
        actions={
          <LinkButton to="/voicemail" search={{ box }} icon={<Inbox size={16} aria-hidden />}>
            <Trans>Its messages</Trans>
          </LinkButton>
        }
      />
      <BoxSettings base="/mailboxes" box={box} may={admin} />
    </>
  )
}
