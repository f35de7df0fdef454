import { useLingui } from '@lingui/react/macro'
import { Maximize2, Plus, Scissors } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { FieldFrame, Said } from '../../form/FieldFrame'
import type { FieldProps } from '../../form/fields'
import type { Told } from '../../form/findings'
import { useForm, useTyping, type How } from '../../form/FormContext'
import { at, move, written } from '../../form/path'
import { RawField } from '../../form/RawField'
import { isObject } from '../../form/schema'
import { Sortable } from '../../form/Sortable'
import { ClockInput } from './ClockInput'
import { DaysPicker } from './DaysPicker'
import styles from './WeekField.module.css'
import { addHours, namesOf, overlapsOf, readDays, readSlot, removeDay, splitDay, withHours, writeClock, type Slot } from './week'
import { colourOfName, WeekCalendar } from './WeekCalendar'
import { useDayWords } from './useDayWords'
import { NameInput } from '../NameInput'

/** The hours of the week: as a calendar, and as a list that does everything that the calendar does. */
export function WeekField({ path, schema, required, label }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const days = useDayWords()
  const typing = useTyping()
  const [selected, setSelected] = useState<number>()
  const [large, setLarge] = useState(false)
  const value = at(form.node.params, path)
  const slots: readonly unknown[] = Array.isArray(value) ? value : []
  const names = namesOf(slots)
  const { readOnly } = form

  const put = (next: readonly unknown[], how?: How) => form.put(path, next.length > 0 ? next : undefined, how)
  const nameOf = (index: number) => String((slots[index] as Partial<Slot> | undefined)?.name ?? '')

  function add(day: number, from: number, to: number) {
    const name = selected !== undefined && nameOf(selected) ? nameOf(selected) : (names[0] ?? t({ message: 'open', comment: 'the name of the first opening hours' }))
    const next = addHours(slots, name, day, from, to)
    put(next.slots, { deed: 'add' })
    setSelected(next.at)
  }

  const overlaps = overlapsOf(slots)
  const pairs = new Map(overlaps.map((one) => [`${one.first}.${one.second}`, one]))
  const told: Told[] = [
    ...form.findings.of(written(path)),
    ...[...pairs.values()].map(({ first, second, day, from }): Told => {
      const winner = nameOf(first)
      return { level: 'warning', message: t`${winner} and ${nameOf(second)} overlap on ${days.long[day] ?? ''} from ${writeClock(from)} on, where ${winner} wins.` }
    }),
  ]
  const calendar = (
    <WeekCalendar
      slots={slots}
      names={names}
      selected={selected}
      readOnly={readOnly}
      onSelect={setSelected}
      onAdd={add}
      onHours={(slot, from, to) => put(slots.map((one, index) => (index === slot ? withHours(one as object, from, to) : one)), { typing: `${slot}.hours.${typing.key()}` })}
      onRemoveDay={(slot, day) => put(removeDay(slots, slot, day), { deed: 'remove' })}
    />
  )
  return (
    <FieldFrame
      path={path}
      schema={schema}
      required={required}
      label={label}
      group
      told={told}
      hint={readOnly ? null : t`Draw hours in the calendar, or add them below. Keys on hours: ↑ ↓ move them, with Shift their end, with Alt their start; Delete takes out the day.`}
      actions={
        <IconButton size="s" label={t`Enlarge the calendar`} onClick={() => setLarge(true)}>
          <Maximize2 size={14} aria-hidden />
        </IconButton>
      }
    >
      {() => (
        <div className={styles.slots}>
          {!large && calendar}
          {large && (
            <Dialog title={t`Hours of the week`} size="l" open onOpenChange={setLarge}>
              <div className={styles.large}>{calendar}</div>
            </Dialog>
          )}
          <Sortable
            label={t`Hours`}
            count={slots.length}
            nameOf={(index) => nameOf(index) || t`Hours ${index + 1}`}
            readOnly={readOnly}
            cards
            onMove={(from, to) => {
              put(move(slots, from, to), { deed: 'move' })
              setSelected(to)
            }}
            onRemove={(index) => put(slots.filter((_, one) => one !== index), { deed: 'remove' })}
          >
            {(index) => <SlotRow path={[...path, index]} schema={schema.items ?? {}} index={index} selected={selected === index} colour={colourOfName(names.indexOf(nameOf(index)))} onSelect={() => setSelected(index)} onSplit={(day) => {
              const next = splitDay(slots, index, day)
              put(next.slots, { deed: 'change' })
              setSelected(next.at)
            }} />}
          </Sortable>
          {!readOnly && (
            <Button
              data-add
              size="s"
              variant="quiet"
              icon={<Plus size={14} aria-hidden />}
              onClick={() => {
                put([...slots, { name: names.length === 0 ? t`open` : free(t`hours`, names), days: ['mon-fri'], from: '09:00', to: '17:00' }], { deed: 'add' })
                setSelected(slots.length)
              }}
            >
              {t`Add hours`}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}

function free(name: string, taken: readonly string[]): string {
  let number = 1
  while (taken.includes(number === 1 ? name : `${name} ${number}`)) number++
  return number === 1 ? name : `${name} ${number}`
}

type RowProps = Pick<FieldProps, 'path' | 'schema'> & { index: number; selected: boolean; colour: string; onSelect: () => void; onSplit: (day: number) => void }

function SlotRow({ path, schema, index, selected, colour, onSelect, onSplit }: RowProps) {
  const { t } = useLingui()
  const form = useForm()
  const days = useDayWords()
  const slot = at(form.node.params, path)
  const told = form.findings.within(written(path)).map((one) => one.told)
  if (!isObject(slot) || !readDays(slot.days ?? [])) return <RawField path={path} schema={schema} label={t`Hours ${index + 1}`} />
  const name = String(slot.name ?? '')
  const read = readSlot(slot)
  const on = readDays(slot.days ?? []) ?? []
  const count = on.filter(Boolean).length
  return (
    <div className={styles.slot} data-selected={selected || undefined} style={{ '--colour': colour } as React.CSSProperties} onFocus={onSelect}>
      <NameInput path={[...path, 'name']} family="slot" label={t`Name of ${name || t`these hours`}`} />
      <div className={styles.times}>
        <ClockInput label={t`${name} from`} value={String(slot.from ?? '')} readOnly={form.readOnly} onChange={(text) => form.put([...path, 'from'], text ?? '')} />
        <span aria-hidden>–</span>
        <ClockInput label={t`${name} to`} value={String(slot.to ?? '')} readOnly={form.readOnly} onChange={(text) => form.put([...path, 'to'], text ?? '')} />
        {read && read.to > 24 * 60 && <span className={styles.next}>{t`next day`}</span>}
      </div>
      <DaysPicker label={t`Days of ${name}`} days={on} readOnly={form.readOnly} onChange={(next) => form.put([...path, 'days'], next)} />
      {selected && !form.readOnly && count > 1 && (
        <label className={styles.split}>
          <Scissors size={14} aria-hidden />
          <span>{t`Other hours on`}</span>
          <select className={styles.splitDay} value="" onChange={(event) => onSplit(Number(event.target.value))}>
            <option value="" disabled>
              {t`a day…`}
            </option>
            {on.map((is, day) => is && <option key={day} value={day}>{days.long[day]}</option>)}
          </select>
        </label>
      )}
      <Said told={told} />
    </div>
  )
}
