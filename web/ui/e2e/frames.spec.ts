import { asAdmin as test, expect } from './harness'

// Measures the frames of the builder with many nodes, and prints them: CALLFLOW_FRAMES=1 npx playwright test frames
// It judges nothing, as the machine that it runs on may be busy. Look at it on one that is not.
test.skip(!process.env.CALLFLOW_FRAMES, 'it is for people to look at')
test.setTimeout(180_000)
// What Playwright records for its traces is most of the work of a frame.
test.use({ trace: 'off' })

/** The CPU is slowed by `slow`. */
const cases = [
  { nodes: 200, slow: 4 },
  { nodes: 1_000, slow: 1 },
  { nodes: 5_000, slow: 1 },
]

function flowOf(count: number) {
  const columns = Math.ceil(Math.sqrt(count * 1.2))
  const nodes: Record<string, object> = {}
  const layout: Record<string, object> = {}
  for (let i = 0; i < count; i++) {
    const to = (steps: number) => `n${(i + steps) % count}`
    nodes[`n${i}`] = [
      { type: 'greeting', label: `Greeting ${i}`, params: { say: `Number ${i}.` }, next: { done: to(1) } },
      { type: 'menu', label: `Menu ${i}`, params: { prompt: 'Press.', keys: { 1: 'A', 2: 'B', 3: 'C' } }, next: { 'key:1': to(1), 'key:2': to(2), 'key:3': to(columns), invalid: to(3) } },
      { type: 'dial', params: { targets: ['external:+61299998888'] }, next: { answered: to(2), busy: to(1), unanswered: to(1) } },
      { type: 'voicemail', params: { box: 'user:admin' }, next: { done: to(1) } },
    ][i % 4] as object
    layout[`n${i}`] = { x: (i % columns) * 320, y: Math.floor(i / columns) * 230 }
  }
  return { schema: 1, name: `Frames ${count}`, kind: 'voice', start: 'n0', nodes, layout }
}

for (const { nodes, slow } of cases) {
  test(`${nodes} nodes, CPU slowed ${slow}×`, async ({ page }) => {
    const flow = flowOf(nodes)
    const made = await page.request.post('/api/v1/flows', { data: { name: flow.name, document: flow } })
    expect(made.status()).toBe(201)
    const { id } = (await made.json()) as { id: number }
    const began = Date.now()
    await page.goto(`/flows/${id}`)
    await page.locator('.react-flow__node').first().waitFor()
    report('open', nodes, slow, `${Date.now() - began} ms`)
    await page.waitForLoadState('networkidle')
    const box = await page.getByTestId('canvas').boundingBox()
    if (!box) throw new Error('there is no picture')
    const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slow })
    await page.evaluate(() => {
      const frames: number[] = []
      Object.assign(window, { frames })
      let last = performance.now()
      const tick = (now: number) => {
        frames.push(now - last)
        last = now
        requestAnimationFrame(tick)
      }
      requestAnimationFrame(tick)
    })
    /** Milliseconds in which the page's thread worked: a measure that a busy machine spoils less than frames. */
    const worked = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
    }
    const measure = async (what: string, act: () => Promise<void>) => {
      await page.evaluate(() => ((window as unknown as { frames: number[] }).frames.length = 0))
      const [start, before] = [Date.now(), await worked()]
      await act()
      const [time, after] = [Date.now() - start, await worked()]
      const frames = (await page.evaluate(() => (window as unknown as { frames: number[] }).frames.slice(1))).toSorted((a, b) => a - b)
      const p95 = frames[Math.floor(frames.length * 0.95)] ?? 0
      const text = [
        `${((frames.length / time) * 1000).toFixed(0)} frames/s`,
        `p95 ${p95.toFixed(0)} ms`,
        `max ${(frames.at(-1) ?? 0).toFixed(0)} ms`,
        `${((after - before) / Math.max(1, frames.length)).toFixed(1)} ms of work a frame`,
      ]
      report(what, nodes, slow, text.join(', '))
    }
    const drag = async (from: { x: number; y: number }, dx: number, dy: number) => {
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      for (let i = 1; i <= 60; i++) await page.mouse.move(from.x + (dx * i) / 60, from.y + (dy * i) / 60)
      await page.mouse.up()
    }
    const pan = async () => {
      await drag({ x: box.x + 4, y: box.y + 4 }, 120, 60)
      await drag({ x: box.x + 124, y: box.y + 64 }, -120, -60)
    }
    await measure('pan near', pan)
    await page.getByRole('button', { name: /fit view/i }).click()
    await page.waitForTimeout(1_000)
    await measure('pan all', pan)
    const node = await page.evaluate(([x, y]) => {
      const boxes = [...document.querySelectorAll('.react-flow__node')].map((element) => element.getBoundingClientRect())
      const far = (one: DOMRect) => Math.hypot(one.x - (x ?? 0), one.y - (y ?? 0))
      const [nearest] = boxes.toSorted((a, b) => far(a) - far(b))
      return nearest && { x: nearest.x + nearest.width / 2, y: nearest.y + nearest.height / 3 }
    }, [centre.x, centre.y])
    if (!node) throw new Error('no node is seen')
    await measure('drag a node', () => drag(node, 100, 60))
    await page.mouse.move(centre.x, centre.y)
    const zoom = async (steps: number, by: number) => {
      await page.keyboard.down('Control')
      for (let i = 0; i < steps; i++) {
        await page.mouse.wheel(0, by)
        await page.waitForTimeout(16)
      }
      await page.keyboard.up('Control')
    }
    await measure('zoom', async () => {
      await zoom(30, -40)
      await zoom(30, 40)
    })
    // With what is made when a zoom has rested, and with cards that are there when the next one begins.
    await measure('zoom in, and rest', async () => {
      await zoom(30, -40)
      await page.waitForTimeout(1_000)
    })
    await measure('zoom out some, and rest', async () => {
      await zoom(10, 40)
      await page.waitForTimeout(1_000)
    })
    await measure('zoom out, and rest', async () => {
      await zoom(20, 40)
      await page.waitForTimeout(1_000)
    })
  })
}

function report(what: string, nodes: number, slow: number, text: string) {
  process.stdout.write(`${nodes} nodes ×${slow}, ${what}: ${text}\n`)
}
