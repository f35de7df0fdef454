import { expect, test } from 'vitest'
import type { Queue } from './api'
import { draftOf, settingsOf } from './settings'

const queue: Queue = {
  name: 'support', strategy: 'in_order', cycle_s: 20, ring_s: 12.5, wrap_up_s: 0, capacity: 0, pause_after: 3, music: 'default', whisper: '', position_every: 2, position_changed: true, wait_said: false,
  periodic: '', periodic_every: 0, hours: ['mon-fri 09:00-17:30', 'sat 10:00-12:00'], timezone: '', service_level_s: 20, closed: false, closed_to: '', members: [],
}

test('what is read is what is saved', () => {
  const { name: _name, closed: _closed, closed_to: _to, members: _members, ...settings } = queue
  expect(settingsOf(draftOf({ data: queue }))).toEqual(settings)
})

test('empty lines of hours are none, and no number is refused by the server rather than taken for 0', () => {
  const draft = { ...draftOf({ data: queue }), hours: '\n mon 9-12 \n\n', ring_s: '', capacity: 'many' }
  expect(settingsOf(draft)).toMatchObject({ hours: ['mon 9-12'], ring_s: -1, capacity: -1 })
})
