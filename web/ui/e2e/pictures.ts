import path from 'node:path'
import type { Page } from '@playwright/test'

const folder = path.resolve(import.meta.dirname, '../../../.run/screenshots')
const sizes = { laptop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }

/** Calls `look` at each of the two widths and themes, and leaves the page as it was. */
export async function everyLook(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const before = page.viewportSize()
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme })
      await look(`${size}-${colorScheme}`)
    }
  }
  if (before) await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: null })
}

/** Takes pictures for people to look at: .run/screenshots/NAME-{laptop,phone}-{light,dark}.png. */
export async function pictures(page: Page, name: string): Promise<void> {
  await everyLook(page, async (look) => {
    await page.screenshot({ path: path.join(folder, `${name}-${look}.png`) })
  })
}
