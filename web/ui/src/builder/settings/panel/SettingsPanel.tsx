import { useLingui } from '@lingui/react/macro'
import { GripHorizontal, PanelLeft, PanelRight, PictureInPicture2, Settings2, X } from 'lucide-react'
import { useId, useRef, useState, useSyncExternalStore, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { IconButton } from '@/parts/Button'
import { Menu } from '@/parts/Menu'
import { fitted, keepPlace, readPlace, type Place } from './place'
import styles from './SettingsPanel.module.css'

type Props = {
  title: string
  /** Beneath the title: what sort of node it is. */
  subtitle?: ReactNode
  /** Closes the panel. The focus then belongs back to where it came from: the node. */
  onClose: () => void
  children: ReactNode
}

/**
 * The frame of the settings. Docked it is an item of the row that it stands in, beside the canvas; it can float anywhere, and is a sheet
 * from the bottom on a phone. Its place is kept on this machine.
 */
export function SettingsPanel({ title, subtitle, onClose, children }: Props) {
  const { t } = useLingui()
  const heading = useId()
  const panel = useRef<HTMLElement>(null)
  const [wished, setWished] = useState(readPlace)
  const room = useRoom()
  const phone = room.width <= 640
  const place = fitted(wished, room)
  const mode = phone ? 'sheet' : place.mode

  function put(change: Partial<Place>) {
    const next = { ...place, ...change }
    setWished(next)
    keepPlace(fitted(next, room))
  }

  const resize = (dx: number, dy: number, from: Place): Partial<Place> => {
    if (mode === 'right') return { width: from.width - dx }
    if (mode === 'left') return { width: from.width + dx }
    if (mode === 'sheet') return { sheet: from.sheet - dy / room.height }
    return { wide: from.wide + dx, high: from.high + dy }
  }
  const grip = useGrip(place, (dx, dy, from) => put(resize(dx, dy, from)))
  const mover = useGrip(place, (dx, dy, from) => put({ x: from.x + dx, y: from.y + dy }))

  function onKeyDown(event: KeyboardEvent) {
    // What floats above the panel (menus, dialogs) closes itself.
    if (event.key !== 'Escape' || event.defaultPrevented || !panel.current?.contains(event.target as Node)) return
    event.stopPropagation()
    onClose()
  }

  const size: CSSProperties =
    mode === 'sheet'
      ? { height: `${place.sheet * 100}dvh` }
      : mode === 'floating'
        ? { left: place.x, top: place.y, width: place.wide, height: place.high }
        : { width: place.width }
  const valueNow = mode === 'sheet' ? Math.round(place.sheet * 100) : mode === 'floating' ? place.wide : place.width
  return (
    // Escape closes it from wherever the focus is within.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section ref={panel} className={styles.panel} data-mode={mode} style={size} aria-labelledby={heading} onKeyDown={onKeyDown}>
      <div
        role="separator"
        // A separator that takes the focus is a control (ARIA 1.2).
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className={styles.grip}
        aria-label={t`Size of the settings`}
        aria-orientation={mode === 'sheet' ? 'horizontal' : 'vertical'}
        aria-valuenow={Math.round(valueNow)}
        aria-valuemin={mode === 'sheet' ? 25 : 300}
        aria-valuemax={mode === 'sheet' ? 92 : Math.round(room.width)}
        {...grip}
      />
      <header className={styles.header}>
        {mode === 'floating' && (
          <button type="button" className={styles.mover} aria-label={t`Move the settings`} title={t`Drag, or press the arrow keys`} {...mover}>
            <GripHorizontal size={16} aria-hidden />
          </button>
        )}
        <div className={styles.titles}>
          <h2 id={heading} className={styles.title}>
            {title}
          </h2>
          {subtitle && <p className={styles.subtitle}>{subtitle}</p>}
        </div>
        {!phone && (
          <Menu
            label={t`Place of the settings`}
            align="end"
            items={[
              { label: t`Dock at the right`, icon: <PanelRight size={16} aria-hidden />, disabled: mode === 'right', onSelect: () => put({ mode: 'right' }) },
              { label: t`Dock at the left`, icon: <PanelLeft size={16} aria-hidden />, disabled: mode === 'left', onSelect: () => put({ mode: 'left' }) },
              { label: t`Float`, icon: <PictureInPicture2 size={16} aria-hidden />, disabled: mode === 'floating', onSelect: () => put({ mode: 'floating' }) },
            ]}
            trigger={
              <IconButton size="s" label={t`Place of the settings`}>
                <Settings2 size={16} aria-hidden />
              </IconButton>
            }
          />
        )}
        <IconButton size="s" label={t`Close the settings`} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  )
}

/** Something that is dragged, or moved by the arrow keys. */
function useGrip(place: Place, move: (dx: number, dy: number, from: Place) => void) {
  const start = useRef<{ x: number; y: number; from: Place }>(undefined)
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.currentTarget.setPointerCapture(event.pointerId)
      start.current = { x: event.clientX, y: event.clientY, from: place }
    },
    onPointerMove: (event: PointerEvent) => {
      const { current } = start
      if (current) move(event.clientX - current.x, event.clientY - current.y, current.from)
    },
    onPointerUp: () => {
      start.current = undefined
    },
    onPointerCancel: () => {
      start.current = undefined
    },
    onKeyDown: (event: KeyboardEvent) => {
      const step = event.shiftKey ? 64 : 16
      const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
      if (!by) return
      event.preventDefault()
      move(by[0] ?? 0, by[1] ?? 0, place)
    },
  }
}

function useRoom() {
  const text = useSyncExternalStore(
    (changed) => {
      window.addEventListener('resize', changed)
      return () => window.removeEventListener('resize', changed)
    },
    () => `${window.innerWidth} ${window.innerHeight}`,
  )
  const [width = 0, height = 0] = text.split(' ').map(Number)
  return { width, height }
}
