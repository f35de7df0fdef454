import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type CSSProperties } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { Select, TextField } from '@/parts/Field'
import { outcomeName } from '../catalog/outcomeNames'
import { lookOf, tintOf } from '../catalog/uses'
import { commonOutcomes } from '../model/document'
import type { Unresolved } from '../model/clip'
import { useBuilder, useFlow, useUi } from '../state/context'
import type { Asking } from '../state/ui'
import styles from './dialogs.module.css'
import { useTypes } from './Palette'

/** The dialogs that the picture, its keys and the outline open. */
export function CanvasDialogs() {
  const asking = useUi((state) => state.asking)
  switch (asking?.ask) {
    case 'connect':
      return <ConnectDialog key={asking.from + String(asking.outcome)} asking={asking} />
    case 'rename':
      return <RenameDialog key={asking.node} node={asking.node} />
    case 'add':
      return <AddDialog asking={asking} />
    case 'pasted':
      return <PastedDialog unresolved={asking.unresolved} />
    default:
      return null
  }
}

/** Closes the dialog; what had the keys has them again. */
function useClose() {
  const { ui, canvas } = useBuilder()
  return () => {
    ui.set({ asking: undefined })
    requestAnimationFrame(() => canvas.current?.focus())
  }
}

/** Connects without a mouse: which exit leads where. */
function ConnectDialog({ asking }: { asking: Extract<Asking, { ask: 'connect' }> }) {
  const { t } = useLingui()
  const { actions, canvas } = useBuilder()
  const flow = useFlow()
  const close = useClose()
  const groups = useTypes('')
  const node = flow.nodes[asking.from]
  const exits = actions.exits(asking.from).map(({ name }) => name)
  const all = [...exits, ...commonOutcomes.filter((name) => !exits.includes(name))]
  const [outcome, setOutcome] = useState(asking.outcome ?? exits.find((name) => !node?.next?.[name]) ?? all[0] ?? '*')
  const [to, setTo] = useState(node?.next?.[outcome] ?? '')
  const name = actions.nameOf(asking.from)

  function connect() {
    close()
    if (to === '') return actions.disconnect(asking.from, outcome)
    if (!to.startsWith('new ')) return actions.connect(asking.from, outcome, to)
    const id = actions.add(to.slice(4), { from: asking.from, outcome })
    canvas.current?.reveal([id])
  }
  return (
    <Dialog
      title={t`Connect ${name}`}
      size="s"
      open
      onOpenChange={close}
      actions={
        <>
          <Button onClick={close}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form="connect">
            {t`Connect`}
          </Button>
        </>
      }
    >
      <form
        id="connect"
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          connect()
        }}
      >
        <Select
          label={t`Exit`}
          value={outcome}
          onChange={({ target }) => {
            setOutcome(target.value)
            setTo(node?.next?.[target.value] ?? '')
          }}
          choices={all.map((value) => ({ value, label: outcomeName(value, node, t) }))}
        />
        <Select
          label={t`Leads to`}
          value={to}
          onChange={({ target }) => setTo(target.value)}
          choices={[
            { value: '', label: t`Nowhere` },
            ...Object.keys(flow.nodes).map((id) => ({ value: id, label: labelled(actions.nameOf(id), id) })),
            ...groups.flatMap(({ types }) => types.map((type) => ({ value: `new ${type.name}`, label: t`New node: ${type.title}` }))),
          ]}
        />
      </form>
    </Dialog>
  )
}

/** A node's name, with its id, as several may have the same name. */
export const labelled = (name: string, id: string) => (name === id ? id : `${name} (${id})`)

function RenameDialog({ node }: { node: string }) {
  const { t } = useLingui()
  const { actions } = useBuilder()
  const flow = useFlow()
  const close = useClose()
  const [label, setLabel] = useState(flow.nodes[node]?.label ?? '')
  const name = actions.nameOf(node)
  return (
    <Dialog
      title={t`Rename ${name}`}
      size="s"
      open
      onOpenChange={close}
      actions={
        <>
          <Button onClick={close}>{t`Cancel`}</Button>
          <Button variant="primary" type="submit" form="rename">
            {t`Rename`}
          </Button>
        </>
      }
    >
      <form
        id="rename"
        onSubmit={(event) => {
          event.preventDefault()
          actions.rename(node, label)
          close()
        }}
      >
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is for this field */}
        <TextField label={t`Name`} value={label} onChange={({ target }) => setLabel(target.value)} autoFocus onFocus={({ currentTarget }) => currentTarget.select()} />
      </form>
    </Dialog>
  )
}

/** A new node at a place, behind an exit, or into an edge. */
function AddDialog({ asking }: { asking: Extract<Asking, { ask: 'add' }> }) {
  const { t } = useLingui()
  const { actions, canvas } = useBuilder()
  const flow = useFlow()
  const close = useClose()
  const [search, setSearch] = useState('')
  const groups = useTypes(search)
  const { from, outcome } = asking
  const name = from === undefined ? '' : actions.nameOf(from)
  const exit = from === undefined || outcome === undefined ? '' : outcomeName(outcome, flow.nodes[from], t)

  function add(type: string) {
    close()
    const id = actions.add(type, asking)
    if (!asking.at) canvas.current?.reveal([id])
  }
  return (
    <Dialog title={exit ? t`Add a node behind ${exit} of ${name}` : t`Add a node`} size="s" open onOpenChange={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const first = groups[0]?.types[0]
          if (first) add(first.name)
        }}
      >
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog is for choosing */}
        <TextField label={t`Search nodes`} type="search" value={search} onChange={({ target }) => setSearch(target.value)} autoFocus />
      </form>
      <div className={styles.types}>
        {groups.map(({ use, label, types }) => (
          <div key={use} role="group" aria-label={label} className={styles.group} style={{ '--tint': tintOf(use) } as CSSProperties}>
            <h3 className={styles.label}>{label}</h3>
            {types.map((type) => {
              const { Icon } = lookOf(type.name)
              return (
                <button key={type.name} type="button" className={styles.type} onClick={() => add(type.name)}>
                  <Icon size={16} aria-hidden />
                  <span>
                    {type.title}
                    <small>{type.summary}</small>
                  </span>
                </button>
              )
            })}
          </div>
        ))}
      </div>
    </Dialog>
  )
}

/** What of a paste has no place here. */
function PastedDialog({ unresolved }: { unresolved: readonly Unresolved[] }) {
  const { t } = useLingui()
  const { actions, catalog } = useBuilder()
  const flow = useFlow()
  const close = useClose()
  const text = (one: Unresolved) => {
    const name = actions.nameOf(one.node)
    switch (one.why) {
      case 'edge': {
        const exit = outcomeName(one.outcome, flow.nodes[one.node], t)
        return t`${name}: ${exit} led to ${one.to}, which was not copied.`
      }
      case 'jump':
        return t`${name} jumped to ${one.to}, which was not copied.`
      case 'kind':
        return t`${name} cannot stand in this kind of flow.`
      case 'type':
        return t`${name}: callflow does not know the type ${catalog.title(one.type)}.`
    }
  }
  return (
    <Dialog title={t`Some of it has no place here`} open onOpenChange={close} actions={<Button variant="primary" onClick={close}>{t`Close`}</Button>}>
      <p>
        <Trans>The nodes are there; this is left to do:</Trans>
      </p>
      <ul className={styles.list}>
        {unresolved.map((one, index) => (
          <li key={index}>{text(one)}</li>
        ))}
      </ul>
    </Dialog>
  )
}
