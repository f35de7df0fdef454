import { expect, test } from 'vitest'
import { waveOf } from './wave'

test('one channel is on both sides of the middle, two are on a side each', () => {
  expect(waveOf({ duration_s: 1, channels: 1, peaks: [[100, 0]] })).toEqual(['M0 50L100 2L300 49.5L400 50L300 50.5L100 98Z'])
  expect(waveOf({ duration_s: 1, channels: 2, peaks: [[100], [50]] })).toEqual(['M0 50L200 2L400 50Z', 'M0 50L200 74L400 50Z'])
  expect(waveOf({ duration_s: 0, channels: 1, peaks: [[]] })).toEqual([''])
})
