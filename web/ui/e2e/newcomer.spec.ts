import { nobodySignedIn, test } from './harness'
import { newcomer } from './newcomer'

test.use({ expected: nobodySignedIn, actionTimeout: 20_000 })

// The same with a call at its end is in calls/newcomer.spec.ts.
test('from an empty install to a number that has a flow', async ({ page, fresh }) => {
  test.setTimeout(120_000)
  await newcomer(page, fresh, '100')
})
