import { useLayoutEffect, useRef, type RefObject } from 'react'
import styles from './Suggestions.module.css'

export type Suggestion = { value: string; label: string; detail?: string | undefined }

type Props = {
  id: string
  label: string
  anchor: RefObject<HTMLElement | null>
  items: readonly Suggestion[]
  active: number
  onActive: (index: number) => void
  onChoose: (item: Suggestion) => void
}

export const optionId = (list: string, index: number) => `${list}-${index}`

/** The list under a combobox, above everything else, so that no panel cuts it off. The field keeps the focus. */
export function Suggestions({ id, label, anchor, items, active, onActive, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null)

  useLayoutEffect(() => {
    const shown = list.current
    const at = anchor.current
    if (!shown || !at) return
    // Older browsers show it in place.
    shown.showPopover?.()
    function put() {
      const box = at?.getBoundingClientRect()
      if (!box || !shown) return
      const below = window.innerHeight - box.bottom
      const above = below < 200 && box.top > below
      shown.style.left = `${box.left}px`
      shown.style.width = `${box.width}px`
      shown.style.maxHeight = `${Math.max(120, Math.min(280, (above ? box.top : below) - 12))}px`
      shown.style.top = above ? 'auto' : `${box.bottom + 4}px`
      shown.style.bottom = above ? `${window.innerHeight - box.top + 4}px` : 'auto'
    }
    put()
    window.addEventListener('scroll', put, true)
    window.addEventListener('resize', put)
    return () => {
      window.removeEventListener('scroll', put, true)
      window.removeEventListener('resize', put)
    }
  }, [anchor])

  useLayoutEffect(() => {
    list.current?.children[active]?.scrollIntoView?.({ block: 'nearest' })
  }, [active])

  return (
    <div id={id} ref={list} role="listbox" aria-label={label} popover="manual" className={styles.list}>
      {items.map((item, index) => (
        // The field takes the keys: aria-activedescendant says which option is meant.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events jsx-a11y/interactive-supports-focus
        <div
          key={item.value}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          // A press would take the focus from the field.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onPointerMove={() => index !== active && onActive(index)}
          onClick={() => onChoose(item)}
        >
          <span className={styles.label}>{item.label}</span>
          {item.detail && <span className={styles.detail}>{item.detail}</span>}
        </div>
      ))}
    </div>
  )
}
