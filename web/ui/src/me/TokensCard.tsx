import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { account, tokensQuery, type NewToken, type Token } from '@/api/account'
import { useSession, type Right } from '@/api/session'
import { Badge } from '@/parts/Badge'
import { Button, IconButton } from '@/parts/Button'
import { Card } from '@/parts/Card'
import { Copy } from '@/parts/Copy'
import { ConfirmDialog, Dialog } from '@/parts/Dialog'
import { EmptyState } from '@/parts/EmptyState'
import { Checkbox, Select, TextField } from '@/parts/Field'
import { Form, useForm } from '@/parts/Form'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import styles from './Account.module.css'
import { useRightNames } from './rights'

export function TokensCard() {
  const { t } = useLingui()
  const times = useTimes()
  const toast = useToast()
  const queries = useQueryClient()
  const names = useRightNames()
  const { user, rights } = useSession()
  const { data, error, refetch } = useQuery(tokensQuery)
  const [removing, setRemoving] = useState<Token>()
  const removingName = removing?.name ?? ''
  const whose = rights.includes('admin') && (data ?? []).some((token) => token.user !== user)

  return (
    <Card title={t`API tokens`} description={t`With a token a program can do what you give it, as you.`} actions={<AddToken />}>
      <Table
        caption={t`API tokens`}
        rows={data}
        rowKey={(token) => token.id}
        error={error}
        retry={() => void refetch()}
        empty={
          <EmptyState title={t`No tokens`} heading={3} picture={<KeyRound size={28} />}>
            <Trans>Make one for a script, a wallboard or your CRM. Each has rights of its own, and can be revoked alone.</Trans>
          </EmptyState>
        }
        columns={[
          { key: 'name', header: t`What it is for`, cell: (token) => token.name },
          {
            key: 'rights',
            header: t`What it may do`,
            cell: (token) => token.rights.map((right) => names[right]?.label ?? right).join(', '),
          },
          ...(whose ? [{ key: 'user', header: t`Of`, cell: (token: Token) => token.user ?? token.made_by }] : []),
          { key: 'used', header: t`Last used`, cell: (token) => (token.used ? times.ago(token.used) : t`Never`), wideOnly: true },
          {
            key: 'expires',
            header: t`Expires`,
            cell: (token) => (new Date(token.expires) < new Date() ? <Badge tone="bad">{t`Expired`}</Badge> : times.day(token.expires)),
            wideOnly: true,
          },
          {
            key: 'remove',
            header: <span className="sr-only">{t`Actions`}</span>,
            align: 'end',
            cell: (token) => (
              <IconButton size="s" label={t`Revoke ${token.name}`} onClick={() => setRemoving(token)}>
                <Trash2 size={16} aria-hidden />
              </IconButton>
            ),
          },
        ]}
      />
      <ConfirmDialog
        title={t`Revoke ${removingName}?`}
        action={t`Revoke`}
        danger
        open={removing !== undefined}
        onOpenChange={() => setRemoving(undefined)}
        onConfirm={async () => {
          if (!removing) return
          await account.removeToken(removing.id)
          toast.done(t`${removingName} is revoked.`)
          await queries.invalidateQueries(tokensQuery)
        }}
      >
        <Trans>Programs that use this token are refused from now on. This cannot be undone.</Trans>
      </ConfirmDialog>
    </Card>
  )
}

function AddToken() {
  const { t } = useLingui()
  const { rights } = useSession()
  const names = useRightNames()
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [days, setDays] = useState('365')
  const [chosen, setChosen] = useState<Right[]>(['view'])
  const [made, setMade] = useState<NewToken>()
  const form = useForm(
    () => account.addToken(name.trim(), chosen, new Date(Date.now() + Number(days) * 86_400_000).toISOString()),
    (token) => {
      setMade(token)
      return queries.invalidateQueries(tokensQuery)
    },
  )

  function onOpenChange(is: boolean) {
    setOpen(is)
    if (is) {
      setName('')
      setChosen(rights.includes('view') ? ['view'] : ['own'])
      setMade(undefined)
      form.clear()
    }
  }

  const trigger = (
    <Button size="s" icon={<Plus size={16} aria-hidden />}>
      <Trans>Make a token</Trans>
    </Button>
  )
  if (made) {
    return (
      <Dialog
        title={t`The token for ${made.name}`}
        description={t`Copy it now: it is not shown again. Programs send it as Authorization: Bearer.`}
        open={open}
        onOpenChange={onOpenChange}
        trigger={trigger}
        actions={<Button variant="primary" onClick={() => onOpenChange(false)}>{t`Done`}</Button>}
      >
        <Copy label={t`Token`} value={made.token} />
      </Dialog>
    )
  }
  return (
    <Dialog
      title={t`Make a token`}
      open={open}
      onOpenChange={onOpenChange}
      trigger={trigger}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{t`Cancel`}</Button>
          <Button type="submit" form="add-token" variant="primary" busy={form.busy}>
            {t`Make it`}
          </Button>
        </>
      }
    >
      <Form form={form} id="add-token" fields={['name', 'rights', 'expires']}>
        <TextField label={t`What it is for`} name="name" value={name} onValueChange={setName} error={form.errorOf('name')} placeholder={t`Wallboard`} required />
        <fieldset className={styles.checks}>
          <legend className="sr-only">{t`What it may do`}</legend>
          {rights.map((right) => (
            <Checkbox
              key={right}
              label={names[right].label}
              hint={names[right].hint}
              checked={chosen.includes(right)}
              onChange={(event) => setChosen(event.target.checked ? [...chosen, right] : chosen.filter((other) => other !== right))}
            />
          ))}
        </fieldset>
        {form.errorOf('rights') && <p role="alert">{form.errorOf('rights')}</p>}
        <Select
          label={t`Expires`}
          name="expires"
          value={days}
          onChange={(event) => setDays(event.target.value)}
          error={form.errorOf('expires')}
          choices={[
            { value: '30', label: t`In 30 days` },
            { value: '90', label: t`In 90 days` },
            { value: '365', label: t`In a year` },
            { value: '1095', label: t`In three years` },
          ]}
        />
      </Form>
    </Dialog>
  )
}
