import type { Answer } from '@/api/client'
import type { Queue, QueueSettings } from './api'

/** The settings as a form has them: numbers are texts until they are saved. */
export type Draft = { [K in keyof QueueSettings]: QueueSettings[K] extends number ? string : QueueSettings[K] extends string[] ? string : QueueSettings[K] }

const numbers = ['cycle_s', 'ring_s', 'wrap_up_s', 'capacity', 'pause_after', 'position_every', 'periodic_every', 'service_level_s'] as const

export const fields = [...numbers, 'strategy', 'music', 'whisper', 'periodic', 'hours', 'timezone'] as const

export function draftOf({ data }: Pick<Answer<Queue>, 'data'>): Draft {
  const draft = { ...data, hours: data.hours.join('\n') } as unknown as Draft
  for (const name of numbers) draft[name] = String(data[name])
  return draft
}

/** What is sent: a field that is no number goes as -1, which the server refuses at the field. */
export function settingsOf(draft: Draft): QueueSettings {
  const number = (text: string) => (text.trim() === '' || !Number.isFinite(Number(text)) ? -1 : Number(text))
  return {
    strategy: draft.strategy,
    music: draft.music.trim(),
    whisper: draft.whisper.trim(),
    periodic: draft.periodic.trim(),
    position_changed: draft.position_changed,
    wait_said: draft.wait_said,
    timezone: draft.timezone.trim(),
    hours: draft.hours.split('\n').map((line) => line.trim()).filter((line) => line !== ''),
    cycle_s: number(draft.cycle_s),
    ring_s: number(draft.ring_s),
    wrap_up_s: number(draft.wrap_up_s),
    capacity: number(draft.capacity),
    pause_after: number(draft.pause_after),
    position_every: number(draft.position_every),
    periodic_every: number(draft.periodic_every),
    service_level_s: number(draft.service_level_s),
  }
}
