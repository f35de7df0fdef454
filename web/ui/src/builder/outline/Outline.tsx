import { useLingui } from '@lingui/react/macro'
import { Copy, Flag, ListTree, Pencil, Plus, Settings2, Trash2 } from 'lucide-react'
import { memo, useMemo, useState, type CSSProperties } from 'react'
import type { Finding } from '@/api/problem'
import { Button, IconButton } from '@/parts/Button'
import { colourOf, glyphs, sortOf } from '@/parts/outcomes'
import { outcomeName } from '../catalog/outcomeNames'
import { summaryOf } from '../catalog/summary'
import { lookOf, tintOf } from '../catalog/uses'
import { labelled } from '../canvas/dialogs'
import { commonOutcomes } from '../model/document'
import { depths } from '../model/layout'
import { useBuilder, useFlow, useOutcomeVersion, useUi } from '../state/context'
import editors from '../editors/Editors.module.css'
import { useOthers } from '../editors/people'
import { EmptyFlow } from '../page/EmptyFlow'
import styles from './Outline.module.css'

/** So many nodes are listed at first; a button shows more. */
const page = 150

/** The flow as a list in the order in which calls come to its nodes: everything that the picture can do, in words. */
export function Outline({ findings }: { findings: readonly Finding[] }) {
  const { t } = useLingui()
  const { ui, actions, mayEdit } = useBuilder()
  const flow = useFlow()
  const selected = useUi((state) => state.selected)
  const [shown, setShown] = useState(page)
  const order = useMemo(() => [...depths(flow).entries()], [flow])
  const wrong = useMemo(() => new Set(findings.filter(({ level }) => level === 'error').map(({ node }) => node)), [findings])
  const [first] = selected

  if (order.length === 0) {
    return (
      <div className={styles.outline}>
        <EmptyFlow />
      </div>
    )
  }
  return (
    <section className={styles.outline} aria-label={t`Outline`}>
      {mayEdit && (
        <div className={styles.bar} role="toolbar" aria-label={t`Nodes`}>
          <Button size="s" icon={<Plus size={15} aria-hidden />} onClick={() => ui.set({ asking: { ask: 'add' } })}>{t`Add a node`}</Button>
          <IconButton size="s" label={t`Duplicate`} disabled={selected.size === 0} onClick={() => actions.duplicate()}>
            <Copy size={15} aria-hidden />
          </IconButton>
          <IconButton size="s" label={t`Delete`} disabled={selected.size === 0} onClick={() => actions.remove()}>
            <Trash2 size={15} aria-hidden />
          </IconButton>
          <IconButton size="s" label={t`Tidy up`} onClick={() => void actions.tidy()}>
            <ListTree size={15} aria-hidden />
          </IconButton>
        </div>
      )}
      <ol className={styles.list}>
        {order.slice(0, shown).map(([id, depth]) => (
          <Item key={id} id={id} depth={Math.min(depth, 6)} open={selected.size === 1 && first === id} checked={selected.has(id)} wrong={wrong.has(id)} />
        ))}
      </ol>
      {order.length > shown && <Button onClick={() => setShown(shown + page)}>{t`Show more`}</Button>}
    </section>
  )
}

type ItemProps = { id: string; depth: number; open: boolean; checked: boolean; wrong: boolean }

const Item = memo(function Item({ id, depth, open, checked, wrong }: ItemProps) {
  const { t } = useLingui()
  const { ui, actions, mayEdit, catalog, canvas } = useBuilder()
  const flow = useFlow()
  useOutcomeVersion()
  const here = useOthers().filter((other) => other.node === id)
  const node = flow.nodes[id]
  if (!node) return null
  const { use, Icon } = lookOf(node.type)
  const name = actions.nameOf(id)
  const title = catalog.title(node.type)
  const below = node.label ? [title, summaryOf(node)].filter(Boolean).join(' · ') : summaryOf(node)
  const exits = actions.exits(id).map((exit) => exit.name)
  const choose = () => {
    ui.select([id])
    canvas.current?.reveal([id])
  }
  return (
    <li id={`outline-${id}`} className={`${styles.item} ${checked ? styles.checked : ''}`} style={{ '--tint': tintOf(use), '--depth': depth } as CSSProperties}>
      <div className={styles.head}>
        {mayEdit && (
          <input
            type="checkbox"
            className={styles.pick}
            aria-label={t`Choose ${name}`}
            checked={checked}
            onChange={({ target }) => {
              const now = new Set(ui.state.selected)
              if (target.checked) now.add(id)
              else now.delete(id)
              ui.select(now)
            }}
          />
        )}
        <button type="button" className={styles.name} aria-expanded={open} onClick={() => (open ? ui.select([]) : choose())}>
          <span className={styles.icon}>
            <Icon size={16} aria-hidden />
          </span>
          <span className={styles.names}>
            <strong>{name}</strong>
            {below && <small>{below}</small>}
          </span>
          {here.map(({ tab, name: who, tint }) => (
            <span key={tab} className={editors.here} style={{ '--tint': tint } as CSSProperties}>
              {who}
            </span>
          ))}
          {flow.start === id && <span className={styles.start}>{t`Start`}</span>}
          {wrong && (
            <span className={styles.wrong} role="img" aria-label={t`Something is missing here`}>
              !
            </span>
          )}
        </button>
        <IconButton
          size="s"
          label={t`Settings of ${name}`}
          onClick={() => {
            ui.select([id])
            ui.set({ panel: 'settings' })
          }}
        >
          <Settings2 size={16} aria-hidden />
        </IconButton>
      </div>
      {open ? (
        <div className={styles.body}>
          <ul>
            {exits.map((exit) => (
              <Exit key={exit} id={id} exit={exit} />
            ))}
            {mayEdit && <OtherExit id={id} exits={exits} />}
          </ul>
          {mayEdit && (
            <div className={styles.deeds}>
              <Button size="s" icon={<Pencil size={14} aria-hidden />} onClick={() => ui.set({ asking: { ask: 'rename', node: id } })}>{t`Rename`}</Button>
              {flow.start !== id && <Button size="s" icon={<Flag size={14} aria-hidden />} onClick={() => actions.setStart(id)}>{t`Start here`}</Button>}
              <Button size="s" icon={<Copy size={14} aria-hidden />} onClick={() => actions.duplicate()}>{t`Duplicate`}</Button>
              <Button size="s" icon={<Trash2 size={14} aria-hidden />} onClick={() => actions.removeNodes([id])}>{t`Delete`}</Button>
            </div>
          )}
        </div>
      ) : (
        exits.length > 0 && (
          <ul className={styles.ways}>
            {exits.map((exit) => {
              const to = node.next?.[exit]
              return (
                <li key={exit} style={{ '--way': colourOf(exit) } as CSSProperties}>
                  <span className={styles.glyph} aria-hidden>
                    {glyphs[sortOf(exit)]}
                  </span>
                  {outcomeName(exit, node, t)}
                  {to !== undefined ? ` → ${flow.nodes[to] ? actions.nameOf(to) : t`${to} is not there`}` : ''}
                </li>
              )
            })}
          </ul>
        )
      )}
    </li>
  )
})

/** An exit with the choice of where it leads. */
function Exit({ id, exit }: { id: string; exit: string }) {
  const { t } = useLingui()
  const { actions, ui, mayEdit } = useBuilder()
  const flow = useFlow()
  const node = flow.nodes[id]
  const to = node?.next?.[exit] ?? ''
  const name = outcomeName(exit, node, t)
  return (
    <li className={styles.exit} style={{ '--way': colourOf(exit) } as CSSProperties}>
      <label>
        <span className={styles.exitName}>
          <span className={styles.glyph} aria-hidden>
            {glyphs[sortOf(exit)]}
          </span>
          {name}
        </span>
        <select
          aria-label={t`${name} leads to`}
          value={to}
          disabled={!mayEdit}
          onChange={({ target }) => {
            if (target.value === 'new node') ui.set({ asking: { ask: 'add', from: id, outcome: exit } })
            else if (target.value === '') actions.disconnect(id, exit)
            else actions.connect(id, exit, target.value)
          }}
        >
          <option value="">{t`Nowhere`}</option>
          <option value="new node">{t`A new node …`}</option>
          {to && !flow.nodes[to] && <option value={to}>{t`${to} is not there`}</option>}
          {Object.keys(flow.nodes).map((other) => (
            <option key={other} value={other}>
              {labelled(actions.nameOf(other), other)}
            </option>
          ))}
        </select>
      </label>
      {to && (
        <>
          {mayEdit && (
            <IconButton size="s" label={t`Insert a node behind ${name}`} onClick={() => ui.set({ asking: { ask: 'add', from: id, outcome: exit, into: true } })}>
              <Plus size={15} aria-hidden />
            </IconButton>
          )}
          {flow.nodes[to] && (
            <Button
              size="s"
              variant="quiet"
              onClick={() => {
                ui.select([to])
                requestAnimationFrame(() => document.getElementById(`outline-${to}`)?.querySelector<HTMLElement>('[aria-expanded]')?.focus())
              }}
            >
              {t`Go there`}
            </Button>
          )}
        </>
      )}
    </li>
  )
}

/** Exits that every node has beside its own. */
function OtherExit({ id, exits }: { id: string; exits: readonly string[] }) {
  const { t } = useLingui()
  const { ui } = useBuilder()
  const others = commonOutcomes.filter((name) => !exits.includes(name))
  if (others.length === 0) return null
  return (
    <li className={styles.exit}>
      <Button size="s" variant="quiet" icon={<Plus size={15} aria-hidden />} onClick={() => ui.set({ asking: { ask: 'connect', from: id, outcome: others[0] } })}>
        {t`Another exit`}
      </Button>
    </li>
  )
}
