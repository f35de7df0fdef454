import path from 'node:path'
import { asAdmin as test, expect, settled } from './harness'

// The build counts files; this is what a browser really fetches, headers, data and all.
test('a flow is open after less than 400 kB, and nothing of it comes from elsewhere', async ({ page, server }) => {
  await server.command('flow', 'import', '--draft', path.resolve(import.meta.dirname, '../../../examples/main-line.yaml'))
  const { items } = (await (await page.request.get('/api/v1/flows')).json()) as { items: { id: number }[] }
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  let bytes = 0
  const addresses = new Map<string, string>()
  const sizes: [number, string][] = []
  cdp.on('Network.responseReceived', ({ requestId, response }) => void addresses.set(requestId, new URL(response.url).pathname))
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    bytes += encodedDataLength
    sizes.push([encodedDataLength, addresses.get(requestId) ?? '?'])
  })
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url())
  })
  await page.goto(`/flows/${items[0]?.id}`)
  await expect(page.getByRole('main')).toBeVisible()
  await settled(page)
  const largest = sizes.toSorted(([a], [b]) => b - a).slice(0, 10).map(([size, at]) => `${at} ${(size / 1000).toFixed(1)}`)
  console.log(`a flow was open after ${(bytes / 1000).toFixed(1)} kB; the largest: ${largest.join(', ')}`)
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThan(400_000)
  expect(elsewhere).toEqual([])
})
