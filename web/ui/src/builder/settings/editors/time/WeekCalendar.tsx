import { useLingui } from '@lingui/react/macro'
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import styles from './WeekCalendar.module.css'
import { blocksOf, minutesOfDay, overlapsOf, readSlot, writeClock, type Block } from './week'
import { useDayWords } from './useDayWords'

type Props = {
  slots: readonly unknown[]
  names: readonly string[]
  selected: number | undefined
  readOnly: boolean
  onSelect: (slot: number) => void
  /** Hours were drawn on a day. */
  onAdd: (day: number, from: number, to: number) => void
  /** A slot has other hours on all of its days. */
  onHours: (slot: number, from: number, to: number) => void
  onRemoveDay: (slot: number, day: number) => void
}

/** Times are drawn in quarters of an hour. */
const step = 15
const snap = (minute: number) => Math.max(0, Math.min(minutesOfDay, Math.round(minute / step) * step))

type Drag =
  | { kind: 'draw'; day: number; start: number; now: number }
  | { kind: 'move' | 'start' | 'end'; slot: number; grabbed: number; from: number; to: number; newFrom: number; newTo: number }

/** The colour of a name, by its place among the names. */
export const colourOfName = (index: number): string => `var(--outcome-${['choice', 'success', 'closed', 'unanswered', 'refused', 'timeout', 'busy'][index % 7] ?? 'choice'})`

/** The week from Monday to Sunday; hours are drawn, moved and stretched with the pointer or with the keys. */
export function WeekCalendar({ slots, names, selected, readOnly, onSelect, onAdd, onHours, onRemoveDay }: Props) {
  const { t } = useLingui()
  const days = useDayWords()
  const columns = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<Drag>()

  const shown = drag && drag.kind !== 'draw' ? slots.map((slot, index) => (index === drag.slot ? { ...(slot as object), from: writeClock(drag.newFrom % minutesOfDay), to: writeClock(drag.newTo > minutesOfDay ? drag.newTo - minutesOfDay : drag.newTo) } : slot)) : slots
  const blocks = blocksOf(shown)
  const overlaps = overlapsOf(shown)

  const minuteAt = (y: number) => {
    const box = columns.current?.getBoundingClientRect()
    return box && box.height > 0 ? ((y - box.top) / box.height) * minutesOfDay : 0
  }

  function startDrawing(event: PointerEvent<HTMLElement>, day: number) {
    if (readOnly || event.button !== 0 || event.target !== event.currentTarget) return
    // A finger that drags scrolls; a tap draws an hour.
    if (event.pointerType !== 'touch') event.currentTarget.setPointerCapture(event.pointerId)
    const start = Math.floor(minuteAt(event.clientY) / step) * step
    setDrag({ kind: 'draw', day, start, now: start })
  }

  function startDragging(event: PointerEvent<HTMLElement>, block: Block) {
    onSelect(block.slot)
    const read = readSlot(slots[block.slot])
    if (readOnly || event.button !== 0 || !read || block.tail) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const edge = (event.target as HTMLElement).dataset.edge as 'start' | 'end' | undefined
    setDrag({ kind: edge ?? 'move', slot: block.slot, grabbed: minuteAt(event.clientY), from: read.from, to: read.to, newFrom: read.from, newTo: read.to })
  }

  function onPointerMove(event: PointerEvent) {
    if (!drag) return
    const minute = minuteAt(event.clientY)
    if (drag.kind === 'draw') return setDrag({ ...drag, now: snap(minute) })
    const by = Math.round((minute - drag.grabbed) / step) * step
    setDrag({ ...drag, ...hoursAfter(drag.kind, drag.from, drag.to, by) })
  }

  function onPointerUp() {
    if (!drag) return
    setDrag(undefined)
    if (drag.kind === 'draw') {
      const [from, to] = [Math.min(drag.start, drag.now), Math.max(drag.start, drag.now)]
      onAdd(drag.day, to - from < step ? Math.min(from, minutesOfDay - 60) : from, to - from < step ? Math.min(from, minutesOfDay - 60) + 60 : to)
    } else if (drag.newFrom !== drag.from || drag.newTo !== drag.to) onHours(drag.slot, drag.newFrom, drag.newTo)
  }

  function onKeyDown(event: KeyboardEvent, block: Block) {
    const read = readSlot(slots[block.slot])
    if (event.key === 'Escape' && drag) {
      event.stopPropagation()
      return setDrag(undefined)
    }
    if (readOnly || !read) return
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      return onRemoveDay(block.slot, block.tail ? (block.day + 6) % 7 : block.day)
    }
    const by = { ArrowUp: -step, ArrowDown: step }[event.key]
    if (by === undefined) return
    event.preventDefault()
    const next = hoursAfter(event.shiftKey ? 'end' : event.altKey ? 'start' : 'move', read.from, read.to, by)
    if (next.newFrom !== read.from || next.newTo !== read.to) onHours(block.slot, next.newFrom, next.newTo)
  }

  const percent = (minute: number) => `${(minute / minutesOfDay) * 100}%`
  return (
    <div className={styles.week}>
      <div className={styles.days} aria-hidden>
        {days.short.map((word) => (
          <span key={word}>{word}</span>
        ))}
      </div>
      <div className={styles.hours} aria-hidden>
        {[0, 4, 8, 12, 16, 20, 24].map((hour) => (
          <span key={hour} style={{ top: percent(hour * 60) }}>
            {hour}
          </span>
        ))}
      </div>
      <div ref={columns} className={styles.columns} role="group" aria-label={t`The week`} onPointerMove={onPointerMove} onPointerUp={onPointerUp} onPointerCancel={() => setDrag(undefined)}>
        {days.long.map((word, day) => (
          <div key={word} className={styles.day} data-day={day} data-readonly={readOnly || undefined} onPointerDown={(event) => startDrawing(event, day)}>
            {blocks
              .filter((block) => block.day === day)
              .map((block) => {
                const { name = '' } = readSlot(shown[block.slot]) ?? {}
                return (
                  <button
                    key={`${block.slot}.${block.tail}`}
                    type="button"
                    className={styles.block}
                    data-slot={block.slot}
                    aria-pressed={selected === block.slot}
                    aria-label={t`${name}: ${word} ${writeClock(block.from)} to ${writeClock(block.to)}`}
                    style={{ top: percent(block.from), height: percent(block.to - block.from), '--colour': colourOfName(names.indexOf(name)) } as React.CSSProperties}
                    onPointerDown={(event) => startDragging(event, block)}
                    onFocus={() => onSelect(block.slot)}
                    onClick={() => onSelect(block.slot)}
                    onKeyDown={(event) => onKeyDown(event, block)}
                  >
                    <span className={styles.name}>{name}</span>
                    {!readOnly && !block.tail && <span data-edge="start" className={styles.edge} />}
                    {!readOnly && !block.tail && <span data-edge="end" className={styles.edge} />}
                  </button>
                )
              })}
            {overlaps
              .filter((one) => one.day === day)
              .map((one) => (
                <span key={`${one.first}.${one.second}.${one.from}`} className={styles.overlap} style={{ top: percent(one.from), height: percent(one.to - one.from) }} />
              ))}
            {drag?.kind === 'draw' && drag.day === day && (
              <span className={styles.drawn} style={{ top: percent(Math.min(drag.start, drag.now)), height: percent(Math.abs(drag.now - drag.start)) }}>
                {writeClock(Math.min(drag.start, drag.now))}–{writeClock(Math.max(drag.start, drag.now))}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

/** The hours when a slot, its start or its end goes up or down. It keeps a quarter of an hour at least, and a day at most. */
export function hoursAfter(kind: 'move' | 'start' | 'end', from: number, to: number, by: number): { newFrom: number; newTo: number } {
  if (kind === 'start') return { newFrom: Math.max(0, to - minutesOfDay, Math.min(to - step, from + by, minutesOfDay - step)), newTo: to }
  if (kind === 'end') return { newFrom: from, newTo: Math.min(from + minutesOfDay, Math.max(from + step, to + by)) }
  const moved = Math.max(-from, Math.min(by, minutesOfDay - step - from))
  return { newFrom: from + moved, newTo: to + moved }
}
