import { useLingui } from '@lingui/react/macro'
import { GripVertical } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type PointerEvent as Pointed, type ReactNode } from 'react'
import styles from './Sortable.module.css'

type Props<T> = {
  label: string
  items: readonly T[]
  keyOf: (item: T) => string
  /** What an item is called, for those who do not see it. */
  nameOf: (item: T) => string
  children: (item: T, index: number) => ReactNode
  onItems: (items: T[]) => void
  disabled?: boolean
}

/** A list whose order counts: dragged by its handles with mouse or finger, or moved by the arrow keys on them. */
export function Sortable<T>({ label, items, keyOf, nameOf, children, onItems, disabled }: Props<T>) {
  const { t } = useLingui()
  const [said, setSaid] = useState('')
  const [dragged, setDragged] = useState<string>()
  const list = useRef<HTMLOListElement>(null)
  const latest = useRef(items)
  useEffect(() => {
    latest.current = items
  }, [items])
  const help = useId()

  function move(from: number, to: number) {
    const all = [...latest.current]
    const [item] = all.splice(from, 1)
    if (item === undefined || to < 0 || to > all.length) return
    all.splice(to, 0, item)
    latest.current = all
    onItems(all)
    const [name, place, count] = [nameOf(item), to + 1, all.length]
    setSaid(t`${name}: place ${place} of ${count}`)
  }

  function onKeyDown(event: KeyboardEvent, index: number) {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: items.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    if (to !== index && to >= 0 && to < items.length) move(index, to)
  }

  function onPointerDown(event: Pointed, key: string) {
    if (event.button !== 0) return
    setDragged(key)
    // The handle moves in the document while it is dragged, and so cannot hold the pointer itself.
    const follow = ({ clientY }: PointerEvent) => {
      const from = latest.current.findIndex((item) => keyOf(item) === key)
      const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
      const at = rows[from]
      if (!at) return
      const above = rows.findIndex((row, index) => index < from && clientY < row.top + row.height / 2)
      const below = rows.findLastIndex((row, index) => index > from && clientY > row.top + row.height / 2)
      if (above >= 0) move(from, above)
      else if (below >= 0) move(from, below)
    }
    const end = () => {
      setDragged(undefined)
      window.removeEventListener('pointermove', follow)
      window.removeEventListener('pointerup', end)
      window.removeEventListener('pointercancel', end)
    }
    window.addEventListener('pointermove', follow)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }

  return (
    <>
      <ol ref={list} className={styles.list} aria-label={label}>
        {items.map((item, index) => {
          const [key, name] = [keyOf(item), nameOf(item)]
          return (
            <li key={key} className={`${styles.row} ${dragged === key ? styles.dragged : ''}`}>
              {!disabled && (
                <button
                  type="button"
                  className={styles.handle}
                  aria-label={t`Move ${name}`}
                  aria-describedby={help}
                  onKeyDown={(event) => onKeyDown(event, index)}
                  onPointerDown={(event) => onPointerDown(event, key)}
                >
                  <GripVertical size={16} aria-hidden />
                </button>
              )}
              <span className={styles.place}>{index + 1}</span>
              <div className={styles.content}>{children(item, index)}</div>
            </li>
          )
        })}
      </ol>
      <span id={help} hidden>{t`Drag it, or press the up and down arrow keys.`}</span>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  )
}
