import { expect, test } from 'vitest'
import type { Finding } from '@/api/problem'
import { Findings } from './findings'

const finding = (more: Partial<Finding>): Finding => ({ level: 'error', code: 'x', message: 'IVR Menu “main”: something is wrong.', node: 'main', ...more })

test('the message does not repeat the node that it stands at', () => {
  expect(new Findings([finding({ param: 'keys' })], []).of('keys')).toEqual([{ level: 'error', message: 'Something is wrong.' }])
  expect(new Findings([finding({ param: 'keys', message: 'IVR Menu menu: set “keys”: the keys.' })], []).of('keys')[0]?.message).toBe('Set “keys”: the keys.')
})

test('what the schema says is told once, by the newer of the two', () => {
  const found = [finding({ param: 'attempts', code: 'bad_param', message: 'IVR Menu menu: attempts is 0' })]
  expect(new Findings(found, [{ param: 'attempts', message: 'Make it at least 1.' }]).of('attempts')).toHaveLength(1)
  // It was mended since the check.
  expect(new Findings(found, []).of('attempts')).toEqual([])
})

test('criteria that the schema cannot know stay', () => {
  const found = [finding({ param: 'branches[0].all[0].value', code: 'missing_param' })]
  expect(new Findings(found, []).of('branches[0].all[0].value')).toHaveLength(1)
})

test('what is within a param is found with it, and nothing of one with a longer name', () => {
  const all = new Findings([finding({ param: 'keys.1' }), finding({ param: 'keys_more' }), finding({ param: 'keys' }), finding({ param: 'keys[0]' })], [])
  expect(all.within('keys').map(({ param }) => param)).toEqual(['keys.1', 'keys', 'keys[0]'])
})

test('what stands at no field is told elsewhere', () => {
  const all = new Findings([finding({}), finding({ outcome: 'done' }), finding({ param: 'targets[0]' }), finding({ param: 'gone' })], [])
  expect(all.elsewhere(['targets'])).toHaveLength(3)
})
