import { useLingui } from '@lingui/react/macro'
import { Search } from 'lucide-react'
import { useMemo, useRef, useState, type CSSProperties, type PointerEvent } from 'react'
import { createPortal } from 'react-dom'
import type { NodeType } from '../catalog/nodeTypes'
import { lookOf, tintOf, uses, type Use } from '../catalog/uses'
import { nodeWidth } from '../model/size'
import { edgeId } from '../picture/graph'
import { useBuilder, useEditing } from '../state/context'
import styles from './Palette.module.css'

/** The types that a search finds, by use. */
export function useTypes(search: string): { use: Use; label: string; types: NodeType[] }[] {
  const { t } = useLingui()
  const { catalog } = useBuilder()
  const kind = useEditing(({ document }) => document.kind)
  return useMemo(() => {
    const wanted = search.trim().toLowerCase()
    const fits = ({ name, title, summary, kinds }: NodeType) =>
      kinds.includes(kind) && (!wanted || [name, title, summary].some((text) => text.toLowerCase().includes(wanted)))
    return uses.flatMap(({ use, label }) => {
      const types = catalog.types.filter((type) => lookOf(type.name).use === use && fits(type))
      return types.length > 0 ? [{ use, label: t(label), types }] : []
    })
  }, [catalog, kind, search, t])
}

const tint = (type: NodeType) => ({ '--tint': tintOf(lookOf(type.name).use) }) as CSSProperties

/** The nodes that can be added: by a click, by Enter, or by dragging onto the picture or onto an edge. */
export function Palette() {
  const { t } = useLingui()
  const { actions, canvas, ui } = useBuilder()
  const [search, setSearch] = useState('')
  const groups = useTypes(search)
  const [ghost, setGhost] = useState<{ type: NodeType; x: number; y: number }>()
  const drag = useRef<{ type: NodeType; x: number; y: number; going: boolean } | undefined>(undefined)
  // The click that ends a drag is none.
  const dragged = useRef(false)

  function add(type: string) {
    const id = actions.add(type)
    canvas.current?.reveal([id])
  }

  function end() {
    drag.current = undefined
    setGhost(undefined)
    if (ui.state.aim !== undefined) ui.set({ aim: undefined })
  }

  const pointer = (type: NodeType) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      dragged.current = false
      if (event.button !== 0) return
      drag.current = { type, x: event.clientX, y: event.clientY, going: false }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const now = drag.current
      if (!now || (!now.going && Math.hypot(event.clientX - now.x, event.clientY - now.y) < 6)) return
      now.going = true
      dragged.current = true
      setGhost({ type: now.type, x: event.clientX, y: event.clientY })
      const edge = canvas.current?.edgeAt({ x: event.clientX, y: event.clientY })
      const aim = edge && edgeId(edge.from, edge.outcome)
      if (aim !== ui.state.aim) ui.set({ aim })
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const going = drag.current?.going
      end()
      if (!going) return
      const client = { x: event.clientX, y: event.clientY }
      const at = document.elementFromPoint(client.x, client.y)?.closest('[data-testid=canvas]') && canvas.current?.at(client)
      if (!at) return
      const edge = canvas.current?.edgeAt(client)
      actions.add(type.name, { at: { x: at.x - nodeWidth / 2, y: at.y - 28 }, ...(edge && { ...edge, into: true }) })
      canvas.current?.focus()
    },
    onPointerCancel: end,
  })

  return (
    <section className={styles.palette} aria-label={t`Add a node`}>
      <label className={styles.search}>
        <Search size={15} aria-hidden />
        <span className="sr-only">{t`Search nodes`}</span>
        <input
          type="search"
          placeholder={t`Search nodes`}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={({ key }) => {
            const first = groups[0]?.types[0]
            if (key === 'Enter' && first && search) add(first.name)
          }}
        />
      </label>
      <div className={styles.groups}>
        {groups.length === 0 && <p className={styles.none}>{t`No node is called that.`}</p>}
        {groups.map(({ use, label, types }) => (
          <div key={use} role="group" aria-label={label} className={styles.group}>
            <h2 className={styles.label}>{label}</h2>
            {types.map((type) => {
              const { Icon } = lookOf(type.name)
              return (
                <button
                  key={type.name}
                  type="button"
                  className={styles.item}
                  title={type.summary}
                  style={tint(type)}
                  onClick={() => !dragged.current && add(type.name)}
                  {...pointer(type)}
                >
                  <span className={styles.icon}>
                    <Icon size={15} aria-hidden />
                  </span>
                  {type.title}
                </button>
              )
            })}
          </div>
        ))}
      </div>
      {ghost &&
        createPortal(
          <div className={styles.ghost} style={{ ...tint(ghost.type), left: ghost.x, top: ghost.y }} aria-hidden>
            {ghost.type.title}
          </div>,
          document.body,
        )}
    </section>
  )
}
