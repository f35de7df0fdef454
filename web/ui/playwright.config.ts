import { defineConfig } from '@playwright/test'
import type { Worker } from './e2e/harness'

// Debian's Chromium, without what it would ask the world for by itself.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

// A microphone that beeps, and nobody is asked whether the page may use it.
const microphone = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'

export default defineConfig<{}, Pick<Worker, 'beside'>>({
  testDir: 'e2e',
  outputDir: '../../.run/e2e',
  globalSetup: './e2e/build.ts',
  // Each worker has a callflow and a database of its own.
  workers: Number(process.env.CALLFLOW_E2E_WORKERS ?? 2),
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 7_000 },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['list'], ['json']] : [['list']],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // Nothing fades while a test looks.
    contextOptions: { reducedMotion: 'reduce' },
    trace: 'retain-on-failure',
    launchOptions: { executablePath, args },
  },
  projects: [
    { name: 'pages', testIgnore: 'calls/**' },
    // With real telephone calls: scripts/asterisk up --browser, and what scripts/asterisk env prints in the environment.
    {
      name: 'calls',
      testDir: 'e2e/calls',
      workers: 1,
      timeout: 90_000,
      use: { beside: 'asterisk', permissions: ['microphone'], launchOptions: { executablePath, args: [...args, ...microphone] } },
    },
  ],
})
