import { useLingui } from '@lingui/react/macro'
import { ArrowDown, ArrowUp, GripVertical, MoreVertical, Trash2 } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { IconButton } from '@/parts/Button'
import { Menu, type MenuEntry } from '@/parts/Menu'
import styles from './Sortable.module.css'

type Props = {
  /** What the list is of. */
  label: string
  count: number
  /** How the entry at a place is called, for buttons and for what is said when it moves. */
  nameOf: (index: number) => string
  /** Nothing can be moved without it. */
  onMove?: ((from: number, to: number) => void) | undefined
  onRemove: (index: number) => void
  readOnly: boolean
  /** Entries of several lines stand on a ground of their own. */
  cards?: boolean
  id?: string
  children: (index: number) => ReactNode
}

type Drag = { from: number; to: number; start: number; by: number; height: number; middles: number[] }

/** A list whose entries are moved by dragging their handle, by the arrow keys on it, or by their menu. */
export function Sortable({ label, count, nameOf, onMove, onRemove, readOnly, cards, id, children }: Props) {
  const { t } = useLingui()
  const list = useRef<HTMLOListElement>(null)
  const [drag, setDrag] = useState<Drag>()
  const [said, setSaid] = useState('')
  const movable = !!onMove && !readOnly && count > 1

  const rows = () => [...(list.current?.children ?? [])] as HTMLElement[]

  function moveTo(from: number, to: number) {
    if (to < 0 || to >= count || from === to) return
    const name = nameOf(from)
    onMove?.(from, to)
    setSaid(t`${name} is now ${to + 1} of ${count}.`)
    // The handle of the entry that moved keeps the focus.
    requestAnimationFrame(() => rows()[to]?.querySelector<HTMLElement>(':scope > [data-handle]')?.focus())
  }

  function remove(index: number) {
    const name = nameOf(index)
    onRemove(index)
    setSaid(t`${name} was removed.`)
    requestAnimationFrame(() => {
      const row = rows()[Math.min(index, count - 2)]
      const next = row?.querySelector<HTMLElement>(':scope > [data-more]') ?? list.current?.parentElement?.querySelector<HTMLElement>('[data-add]')
      next?.focus()
    })
  }

  function onPointerDown(event: PointerEvent<HTMLElement>, from: number) {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const boxes = rows().map((row) => row.getBoundingClientRect())
    setDrag({ from, to: from, start: event.clientY, by: 0, height: boxes[from]?.height ?? 0, middles: boxes.map((box) => box.top + box.height / 2) })
  }

  function onPointerMove(event: PointerEvent) {
    if (!drag) return
    const by = event.clientY - drag.start
    const middle = (drag.middles[drag.from] ?? 0) + by
    const to = drag.middles.reduce((found, other, index) => (index < drag.from ? (middle < other ? Math.min(found, index) : found) : index > drag.from && middle > other ? Math.max(found, index) : found), drag.from)
    setDrag({ ...drag, by, to })
  }

  function onPointerUp() {
    if (drag && drag.to !== drag.from) moveTo(drag.from, drag.to)
    setDrag(undefined)
  }

  function onKeyDown(event: KeyboardEvent, index: number) {
    if (event.key === 'Escape' && drag) {
      event.stopPropagation()
      setDrag(undefined)
    }
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    moveTo(index, to)
  }

  function shift(index: number): number {
    if (!drag) return 0
    if (index === drag.from) return drag.by
    if (index > drag.from && index <= drag.to) return -drag.height
    return index < drag.from && index >= drag.to ? drag.height : 0
  }

  function menuOf(index: number): MenuEntry[] {
    const moves: MenuEntry[] = [
      { label: t`Move up`, icon: <ArrowUp size={16} aria-hidden />, disabled: index === 0, onSelect: () => moveTo(index, index - 1) },
      { label: t`Move down`, icon: <ArrowDown size={16} aria-hidden />, disabled: index === count - 1, onSelect: () => moveTo(index, index + 1) },
      'separator',
    ]
    return [...(movable ? moves : []), { label: t`Remove`, icon: <Trash2 size={16} aria-hidden />, danger: true, onSelect: () => remove(index) }]
  }

  if (count === 0) return null
  return (
    <>
      <ol id={id} ref={list} className={styles.list} aria-label={label} data-cards={cards || undefined}>
        {Array.from({ length: count }, (_, index) => (
          <li key={index} className={styles.row} data-dragged={drag?.from === index || undefined} style={drag && { translate: `0 ${shift(index)}px` }}>
            {movable && (
              <button
                type="button"
                data-handle
                className={styles.handle}
                aria-label={t`Move ${nameOf(index)}`}
                title={t`Drag, or press the arrow keys`}
                onPointerDown={(event) => onPointerDown(event, index)}
                onPointerMove={onPointerMove}
                onPointerUp={onPointerUp}
                onPointerCancel={() => setDrag(undefined)}
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                <GripVertical size={16} aria-hidden />
              </button>
            )}
            <div className={styles.content}>{children(index)}</div>
            {!readOnly &&
              (movable ? (
                <Menu
                  label={t`More on ${nameOf(index)}`}
                  align="end"
                  items={menuOf(index)}
                  trigger={
                    <button type="button" data-more className={styles.more} title={t`More on ${nameOf(index)}`}>
                      <MoreVertical size={16} aria-hidden />
                    </button>
                  }
                />
              ) : (
                <IconButton data-more size="s" label={t`Remove ${nameOf(index)}`} className={styles.more} onClick={() => remove(index)}>
                  <Trash2 size={16} aria-hidden />
                </IconButton>
              ))}
          </li>
        ))}
      </ol>
      <p className="sr-only" role="status">
        {said}
      </p>
    </>
  )
}
