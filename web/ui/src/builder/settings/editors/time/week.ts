/** The days of the week as flows write them, from Monday on. */
export const dayNames = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export const minutesOfDay = 24 * 60

export type Slot = { name: string; days: string[]; from: string; to: string }

/** Reads days and ranges of days, from Monday on; undefined when one of them is none. */
export function readDays(names: unknown): boolean[] | undefined {
  const days = Array<boolean>(7).fill(false)
  if (!Array.isArray(names)) return undefined
  for (const name of names) {
    const [first = '', last = first] = String(name).toLowerCase().split('-', 2)
    const from = dayNames.indexOf(first as (typeof dayNames)[number])
    const to = dayNames.indexOf(last as (typeof dayNames)[number])
    if (from < 0 || to < 0) return undefined
    for (let day = from; ; day = (day + 1) % 7) {
      days[day] = true
      if (day === to) break
    }
  }
  return days
}

/** Writes days, three and more in a row as a range. */
export function writeDays(days: readonly boolean[]): string[] {
  const out: string[] = []
  for (let day = 0; day < 7; day++) {
    if (!days[day]) continue
    let last = day
    while (last < 6 && days[last + 1]) last++
    if (last - day >= 2) out.push(`${dayNames[day]}-${dayNames[last]}`)
    else for (let one = day; one <= last; one++) out.push(dayNames[one] ?? '')
    day = last
  }
  return out
}

/** Minutes since midnight, 24:00 included; undefined when it is no time of day. */
export function readClock(text: unknown): number | undefined {
  const match = /^(\d{1,2}):(\d{2})$/.exec(String(text ?? ''))
  if (!match) return undefined
  const [hours, minutes] = [Number(match[1]), Number(match[2])]
  return (hours < 24 && minutes < 60) || (hours === 24 && minutes === 0) ? hours * 60 + minutes : undefined
}

export function writeClock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** A part of one day that a slot has. What goes past midnight is two. */
export type Block = { slot: number; day: number; from: number; to: number; /** It began the day before. */ tail: boolean }

export type ReadSlot = { name: string; days: boolean[]; from: number; to: number }

/** A slot's hours; undefined when it cannot be read. `to` is past midnight when it ends on the next day. */
export function readSlot(slot: unknown): ReadSlot | undefined {
  const { name, days, from, to } = (slot ?? {}) as Partial<Slot>
  const read = { name: String(name ?? ''), days: readDays(days), from: readClock(from), to: readClock(to) }
  if (!read.days || read.from === undefined || read.to === undefined) return undefined
  return { name: read.name, days: read.days, from: read.from, to: read.to <= read.from ? read.to + minutesOfDay : read.to }
}

export function blocksOf(slots: readonly unknown[]): Block[] {
  return slots.flatMap((slot, index) => {
    const read = readSlot(slot)
    if (!read) return []
    return read.days.flatMap((on, day) => {
      if (!on) return []
      const block = { slot: index, day, from: read.from, to: Math.min(read.to, minutesOfDay), tail: false }
      const rest = read.to - minutesOfDay
      return rest > 0 ? [block, { slot: index, day: (day + 1) % 7, from: 0, to: rest, tail: true }] : [block]
    })
  })
}

/** Where two slots of different names hold at once; the first of them wins there. */
export type Overlap = { first: number; second: number; day: number; from: number; to: number }

export function overlapsOf(slots: readonly unknown[]): Overlap[] {
  const blocks = blocksOf(slots)
  const nameOf = (index: number) => readSlot(slots[index])?.name
  const found: Overlap[] = []
  blocks.forEach((a, index) => {
    for (const b of blocks.slice(index + 1)) {
      if (a.day !== b.day || a.slot === b.slot || nameOf(a.slot) === nameOf(b.slot)) continue
      const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)]
      if (from < to) found.push({ first: Math.min(a.slot, b.slot), second: Math.max(a.slot, b.slot), day: a.day, from, to })
    }
  })
  return found
}

/** The slot with other hours; `to` may be past midnight. A whole day is 00:00 to 24:00. */
export function withHours<S extends object>(slot: S, from: number, to: number): S {
  return { ...slot, from: writeClock(from % minutesOfDay), to: writeClock(to > minutesOfDay ? to - minutesOfDay : to) }
}

/** Hours on one more day: a slot of the same name and hours gets the day, else there is a new one. */
export function addHours(slots: readonly unknown[], name: string, day: number, from: number, to: number): { slots: unknown[]; at: number } {
  const same = slots.findIndex((slot) => {
    const read = readSlot(slot)
    return read?.name === name && read.from === from && read.to === to
  })
  const next = [...slots]
  const known = same >= 0 ? readSlot(slots[same]) : undefined
  if (known) {
    next[same] = { ...(slots[same] as object), days: writeDays(known.days.map((on, one) => on || one === day)) }
    return { slots: next, at: same }
  }
  next.push(withHours({ name, days: writeDays(Array.from({ length: 7 }, (_, one) => one === day)) }, from, to))
  return { slots: next, at: slots.length }
}

/** Takes a day out of a slot; a slot without days is gone. */
export function removeDay(slots: readonly unknown[], index: number, day: number): unknown[] {
  const read = readSlot(slots[index])
  if (!read) return [...slots]
  const days = read.days.map((on, one) => on && one !== day)
  if (!days.some(Boolean)) return slots.filter((_, one) => one !== index)
  return slots.map((slot, one) => (one === index ? { ...(slot as object), days: writeDays(days) } : slot))
}

/** Gives a day of a slot a slot of its own, so that its hours can differ. */
export function splitDay(slots: readonly unknown[], index: number, day: number): { slots: unknown[]; at: number } {
  const left = removeDay(slots, index, day)
  if (left.length < slots.length) return { slots: [...slots], at: index }
  const own = { ...(slots[index] as object), days: [dayNames[day]] }
  return { slots: [...left.slice(0, index + 1), own, ...left.slice(index + 1)], at: index + 1 }
}

/** The names in their order, each once: each has a colour. */
export const namesOf = (slots: readonly unknown[]): string[] => [...new Set(slots.map((slot) => String((slot as Partial<Slot> | null)?.name ?? '')))]
