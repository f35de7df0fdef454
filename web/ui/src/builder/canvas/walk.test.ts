import { describe, expect, it } from 'vitest'
import type { Outcome } from '../model/document'
import { mainLine } from '../model/testing'
import { walk, type Place } from './walk'

const exits: Record<string, string[]> = { hello: ['done'], menu: ['key:1', 'invalid', 'no_input'], sales: ['answered', 'busy', '*'], bye: [] }
const exitsOf = (id: string): Outcome[] => (exits[id] ?? []).map((name) => ({ name }))

function press(keys: readonly string[]): Place {
  let place: Place = { current: undefined, exit: undefined }
  const came: string[] = []
  for (const key of keys) {
    const next = walk(mainLine(), place, key, exitsOf, came)
    if (!next) continue
    if (place.current !== undefined && next.current !== place.current) came.push(place.current)
    place = next
  }
  return place
}

describe('arrow keys', () => {
  it.each<[string, Place]>([
    ['ArrowRight', { current: 'hello', exit: undefined }],
    ['ArrowRight ArrowRight', { current: 'menu', exit: undefined }],
    ['Home ArrowRight ArrowDown ArrowDown ArrowRight', { current: 'bye', exit: undefined }],
    ['Home ArrowRight ArrowRight ArrowLeft', { current: 'menu', exit: 'key:1' }],
    ['Home ArrowRight ArrowUp', { current: 'menu', exit: 'no_input' }],
    ['Home ArrowRight ArrowUp ArrowRight', { current: 'menu', exit: 'no_input' }],
    ['Home ArrowLeft', { current: 'hello', exit: undefined }],
    ['Home PageDown PageDown', { current: 'sales', exit: undefined }],
    // Back to where one came from, not to whoever leads there first.
    ['Home ArrowRight ArrowDown ArrowRight ArrowRight ArrowLeft', { current: 'sales', exit: 'answered' }],
  ])('%s', (keys, place) => expect(press(keys.split(' '))).toEqual(place))

  it('lead nowhere in an empty flow', () => {
    expect(walk({ ...mainLine(), nodes: {}, start: '' }, { current: undefined, exit: undefined }, 'ArrowRight', exitsOf, [])).toBeUndefined()
  })
})
