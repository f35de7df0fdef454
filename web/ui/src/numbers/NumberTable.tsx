import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { MoreHorizontal, PencilLine, PhoneOff, Plus, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useMay } from '@/api/session'
import { Badge } from '@/parts/Badge'
import { Button, IconButton, LinkButton } from '@/parts/Button'
import { Menu } from '@/parts/Menu'
import { Table } from '@/parts/Table'
import { ChangeNumbers } from './ChangeNumbers'
import { FlowLink } from './FlowLink'
import type { PhoneNumber } from './number'
import styles from './NumberTable.module.css'
import { RemoveNumbers } from './RemoveNumbers'

type Props = {
  numbers: PhoneNumber[] | undefined
  error: unknown
  retry: () => void
  more: { has: boolean; busy: boolean; fetch: () => unknown }
  empty: ReactNode
}

export function NumberTable({ numbers, error, retry, more, empty }: Props) {
  const { t } = useLingui()
  const mayChange = useMay('admin')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [doing, setDoing] = useState<{ what: 'change' | 'remove'; numbers: PhoneNumber[] }>()
  // What a filter hides is not changed.
  const marked = numbers?.filter(({ number }) => chosen.has(number)) ?? []
  const choose = (which: readonly PhoneNumber[], is: boolean) =>
    setChosen((before) => {
      const after = new Set(before)
      for (const { number } of which) if (is) after.add(number)
      else after.delete(number)
      return after
    })
  const done = (changed: boolean) => {
    setDoing(undefined)
    if (changed) setChosen(new Set())
  }

  return (
    <>
      {mayChange && numbers && numbers.length > 0 && (
        <div className={styles.many} role="group" aria-label={t`Change many numbers`}>
          <label>
            <input
              type="checkbox"
              checked={marked.length === numbers.length}
              ref={(box) => void (box && (box.indeterminate = marked.length > 0 && marked.length < numbers.length))}
              onChange={(event) => choose(numbers, event.target.checked)}
            />
            <span aria-live="polite">
              {marked.length === 0 ? <Trans>Choose all that are shown</Trans> : <Plural value={marked.length} one="# number chosen" other="# numbers chosen" />}
            </span>
          </label>
          {marked.length > 0 && (
            <>
              <Button size="s" onClick={() => setDoing({ what: 'change', numbers: marked })}>
                <Trans>Change …</Trans>
              </Button>
              <Button size="s" onClick={() => setDoing({ what: 'remove', numbers: marked })}>
                <Trans>Remove …</Trans>
              </Button>
            </>
          )}
        </div>
      )}
      <Table
        caption={t`Numbers`}
        rows={numbers}
        rowKey={({ number }) => number}
        error={error}
        retry={retry}
        more={more}
        empty={empty}
        selected={({ number }) => chosen.has(number)}
        columns={[
          {
            key: 'number',
            header: <Trans>Number</Trans>,
            cell: (row) => (
              <label className={styles.number}>
                {mayChange && (
                  <input
                    type="checkbox"
                    aria-label={t`Choose ${row.number}`}
                    checked={chosen.has(row.number)}
                    onChange={(event) => choose([row], event.target.checked)}
                  />
                )}
                <span>{row.number}</span>
              </label>
            ),
          },
          { key: 'service', header: <Trans>Service name</Trans>, wideOnly: true, cell: ({ service }) => service },
          { key: 'group', header: <Trans>Service group</Trans>, wideOnly: true, cell: ({ group }) => group },
          {
            key: 'voice',
            header: <Trans>Calls run</Trans>,
            cell: (row) =>
              row.voice_flow ? (
                <FlowLink name={row.voice_flow} />
              ) : (
                <span className={styles.silent}>
                  <Badge tone="bad" icon={<PhoneOff size={13} aria-hidden />}>
                    <Trans>Receives nothing</Trans>
                  </Badge>
                  {mayChange && (
                    <LinkButton size="s" to="/flows" search={{ new: true, number: row.number }} icon={<Plus size={14} aria-hidden />}>
                      <Trans>Make a flow</Trans>
                    </LinkButton>
                  )}
                </span>
              ),
          },
          { key: 'text', header: <Trans>Texts run</Trans>, wideOnly: true, cell: ({ text_flow: flow }) => flow && <FlowLink name={flow} /> },
          ...(mayChange
            ? [
                {
                  key: 'menu',
                  header: <span className="sr-only">{t`Actions`}</span>,
                  align: 'end' as const,
                  cell: (row: PhoneNumber) => (
                    <Menu
                      align="end"
                      items={[
                        { label: t`Change`, icon: <PencilLine size={16} aria-hidden />, onSelect: () => setDoing({ what: 'change', numbers: [row] }) },
                        'separator',
                        { label: t`Remove`, danger: true, icon: <Trash2 size={16} aria-hidden />, onSelect: () => setDoing({ what: 'remove', numbers: [row] }) },
                      ]}
                      trigger={
                        <IconButton label={t`Actions for ${row.number}`} size="s">
                          <MoreHorizontal size={16} aria-hidden />
                        </IconButton>
                      }
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {doing?.what === 'change' && <ChangeNumbers numbers={doing.numbers} onClose={done} />}
      {doing?.what === 'remove' && <RemoveNumbers numbers={doing.numbers} onClose={done} />}
    </>
  )
}
