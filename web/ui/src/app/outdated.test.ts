import { expect, test } from 'vitest'
import { outdated } from './outdated'

test('what browsers, and Vite, say of a part that is not there', () => {
  for (const said of [
    'Failed to fetch dynamically imported module: http://127.0.0.1/assets/People-x.js',
    'error loading dynamically imported module: http://127.0.0.1/assets/People-x.js',
    'Importing a module script failed.',
    'Unable to preload CSS for /assets/People-x.css',
  ]) {
    expect(outdated(new TypeError(said)), said).toBe(true)
  }
  expect(outdated(new Error('Failed to fetch'))).toBe(false)
  expect(outdated('Unable to preload CSS')).toBe(false)
})
