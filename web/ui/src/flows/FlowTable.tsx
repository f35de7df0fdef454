import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Copy, Download, MessageSquareText, MoreHorizontal, PencilLine, Phone, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useMay } from '@/api/session'
import { IconButton } from '@/parts/Button'
import { Menu, type MenuEntry } from '@/parts/Menu'
import { Table } from '@/parts/Table'
import { useTimes } from '@/parts/times'
import { useToast } from '@/parts/Toast'
import { CopyFlow } from './CopyFlow'
import { exportFlow } from './exportFlow'
import type { Flow } from './flow'
import { FlowStatus } from './FlowStatus'
import styles from './FlowTable.module.css'
import { Preview } from './Preview'
import { RemoveFlow } from './RemoveFlow'
import { RenameFlow } from './RenameFlow'

type Props = { flows: Flow[] | undefined; error: unknown; retry: () => void; empty: ReactNode }
type Doing = { what: 'copy' | 'rename' | 'remove'; flow: Flow }

export function FlowTable({ flows, error, retry, empty }: Props) {
  const { t } = useLingui()
  const times = useTimes()
  const toast = useToast()
  const mayEdit = useMay('flows')
  const [doing, setDoing] = useState<Doing>()
  const done = () => setDoing(undefined)

  const menu = (flow: Flow): MenuEntry[] => [
    ...(mayEdit
      ? [
          { label: t`Rename`, icon: <PencilLine size={16} aria-hidden />, onSelect: () => setDoing({ what: 'rename', flow }) },
          { label: t`Copy`, icon: <Copy size={16} aria-hidden />, onSelect: () => setDoing({ what: 'copy', flow }) },
        ]
      : []),
    { label: t`Export`, icon: <Download size={16} aria-hidden />, onSelect: () => exportFlow(flow).catch(toast.problem) },
    ...(mayEdit
      ? (['separator', { label: t`Remove`, icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: () => setDoing({ what: 'remove', flow }) }] as const)
      : []),
  ]

  return (
    <>
      <Table
        caption={t`Flows`}
        rows={flows}
        rowKey={({ id }) => id}
        error={error}
        retry={retry}
        empty={empty}
        columns={[
          {
            key: 'name',
            header: <Trans>Name</Trans>,
            cell: (flow) => (
              <span className={styles.name}>
                <span className={styles.picture}>
                  <Preview flow={flow} />
                </span>
                <Link to="/flows/$id" params={{ id: String(flow.id) }}>
                  {flow.name}
                </Link>
              </span>
            ),
          },
          {
            key: 'kind',
            header: <Trans>For</Trans>,
            wideOnly: true,
            cell: ({ kind, twin }) => (
              <span className={styles.kind}>
                {kind === 'voice' ? <Phone size={15} aria-hidden /> : <MessageSquareText size={15} aria-hidden />}
                {kind === 'voice' ? t`Calls` : t`Texts`}
                {twin && <span className={styles.soft}>{t`with ${twin}`}</span>}
              </span>
            ),
          },
          { key: 'status', header: <Trans>Status</Trans>, cell: (flow) => <FlowStatus flow={flow} /> },
          {
            key: 'numbers',
            header: <Trans>Numbers</Trans>,
            align: 'end',
            cell: ({ numbers, name }) =>
              numbers > 0 ? (
                <Link to="/numbers" search={{ flow: name }} aria-label={t`Numbers of ${name}: ${numbers}`}>
                  {numbers}
                </Link>
              ) : (
                <span className={styles.soft}>0</span>
              ),
          },
          { key: 'saved', header: <Trans>Saved</Trans>, wideOnly: true, cell: ({ saved }) => <time dateTime={saved} title={times.dayTime(saved)}>{times.ago(saved)}</time> },
          {
            key: 'menu',
            header: <span className="sr-only">{t`Actions`}</span>,
            align: 'end',
            cell: (flow) => (
              <Menu
                align="end"
                items={menu(flow)}
                trigger={
                  <IconButton label={t`Actions for ${flow.name}`} size="s">
                    <MoreHorizontal size={16} aria-hidden />
                  </IconButton>
                }
              />
            ),
          },
        ]}
      />
      {doing?.what === 'copy' && <CopyFlow flow={doing.flow} onClose={done} />}
      {doing?.what === 'rename' && <RenameFlow flow={doing.flow} onClose={done} />}
      {doing?.what === 'remove' && <RemoveFlow flow={doing.flow} onClose={done} />}
    </>
  )
}
