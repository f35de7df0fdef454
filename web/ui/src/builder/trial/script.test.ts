import { expect, test } from 'vitest'
import { mainLine } from '../model/testing'
import { emptyScript, scriptOf, trialOf } from './script'

test('what is filled in is tried, and comes back into the form', () => {
  const script = { start: 'menu', caller: '0412345678', at: '2026-12-25T10:00', digits: '1,2#', answers: { '*': 'busy' }, hangup: '40', speech: '8s#', rest: { timezone: 'Europe/Berlin', test: 'name: x' } }
  const { document, ...trial } = trialOf(mainLine(), script)
  expect(trial).toEqual({ start: 'menu', caller: '0412345678', at: '2026-12-25 10:00', digits: '1,2#', answers: { '*': 'busy' }, hangup_s: 40, speech: '8s#', timezone: 'Europe/Berlin', test: 'name: x' })
  expect(document).not.toHaveProperty('layout')
  expect(scriptOf(trial)).toEqual(script)
})

test('what is empty is left to the server', () => {
  expect(Object.keys(trialOf(mainLine(), { ...emptyScript, hangup: 'soon' }))).toEqual(['document'])
  expect(scriptOf({})).toEqual(emptyScript)
})
