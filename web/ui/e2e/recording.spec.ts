import { asAdmin as test, expect } from './harness'

// A microphone that beeps; the browser is one of its own.
test.use({
  permissions: ['microphone'],
  launchOptions: {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
  },
})

test('what is said into the microphone becomes a sound of the library', async ({ page }) => {
  await page.goto('/audio-library')
  await page.getByRole('button', { name: 'New sound' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'New sound' })
  await dialog.getByRole('radio', { name: 'The microphone' }).check()
  await dialog.getByRole('button', { name: 'Record' }).click()
  await expect(dialog.getByRole('button', { name: /Stop recording \([2-9] s\)/ })).toBeVisible()
  await dialog.getByRole('button', { name: /Stop recording/ }).click()
  await expect(dialog.getByLabel('What was recorded or chosen')).toBeVisible()
  await dialog.getByLabel('Name', { exact: true }).fill('said')
  await dialog.getByRole('button', { name: 'Put it in the library' }).click()
  await expect(page.getByRole('heading', { name: 'said', level: 1 })).toBeVisible()
  const { duration_s } = (await (await page.request.get('/api/v1/audio/said')).json()) as { duration_s: number }
  expect(duration_s).toBeGreaterThan(1)
})
