import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import { expect, type Page } from '@playwright/test'

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Fails when axe finds a violation of WCAG 2.2 A or AA, or of its best practices. `within` is a selector. */
export async function accessible(page: Page, within?: string): Promise<void> {
  // It is evaluated from outside, as the page's own policy would refuse it.
  await page.evaluate(await source)
  const options: RunOptions = {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    // What floats above a page, such as a menu, stands outside of its landmarks.
    rules: { region: { enabled: false } },
    resultTypes: ['violations'],
  }
  const { violations } = await page.evaluate(
    ([selector, settings]) =>
      (window as unknown as { axe: { run: (context: unknown, options: unknown) => Promise<AxeResults> } }).axe.run(selector ?? document, settings),
    [within, options] as const,
  )
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary?.replaceAll('\n', ' ')}`),
  )
  expect(found, 'what axe found').toEqual([])
}
