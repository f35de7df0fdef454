/** Where the panel stands. */
export type Place = {
  mode: 'right' | 'left' | 'floating'
  /** Of the docked panel, in pixels. */
  width: number
  /** Of the floating panel. */
  x: number
  y: number
  wide: number
  high: number
  /** Of the sheet on a phone, a share of the window's height. */
  sheet: number
}

export const first: Place = { mode: 'right', width: 400, x: 80, y: 80, wide: 420, high: 600, sheet: 0.6 }

export const least = { width: 300, height: 240 }
const kept = 'callflow.builder.settings.place'

export type Room = { width: number; height: number }

const between = (low: number, value: number, high: number) => Math.max(low, Math.min(value, Math.max(low, high)))

/** The place as it fits into the window: never so large or so far out that it cannot be got hold of. */
export function fitted(place: Place, room: Room): Place {
  const wide = between(least.width, place.wide, room.width - 16)
  const high = between(least.height, place.high, room.height - 16)
  return {
    mode: place.mode,
    width: between(least.width, place.width, room.width * 0.6),
    wide,
    high,
    x: between(0, place.x, room.width - wide),
    y: between(0, place.y, room.height - high),
    sheet: between(0.25, place.sheet, 0.92),
  }
}

/** The place that was kept on this machine. What was kept may be anything. */
export function readPlace(storage: Pick<Storage, 'getItem'> | undefined = storageOf()): Place {
  try {
    const given = JSON.parse(storage?.getItem(kept) ?? '{}') as Record<string, unknown>
    const place: Record<string, unknown> = { ...first }
    for (const [key, value] of Object.entries(first)) {
      if (typeof given[key] === typeof value && (typeof value !== 'number' || Number.isFinite(given[key]))) place[key] = given[key]
    }
    if (!['right', 'left', 'floating'].includes(String(place.mode))) place.mode = first.mode
    return place as Place
  } catch {
    return first // what is there is not ours
  }
}

export function keepPlace(place: Place, storage: Pick<Storage, 'setItem'> | undefined = storageOf()): void {
  try {
    storage?.setItem(kept, JSON.stringify(place))
  } catch {
    // Without storage it is kept until the page is closed.
  }
}

function storageOf(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}
