import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Pen, type Beat, type Editor } from './pen'

/** A server as web/live/editors.go is one, for one flow. */
class Server {
  tabs: Editor[] = []
  away = false
  beats: { tab: string; beat: Beat }[] = []

  send = (tab: string, user: string) => async (beat: Beat): Promise<Editor[]> => {
    if (this.away) throw new Error('away')
    this.beats.push({ tab, beat })
    let own = this.tabs.find((one) => one.tab === tab)
    if (!own) this.tabs.push((own = { tab, user, pen: false, since: String(this.beats.length) }))
    if (beat.node) own.node = beat.node
    else delete own.node
    if (beat.take || (beat.pen && !this.tabs.some(({ pen }) => pen))) for (const one of this.tabs) one.pen = one === own
    else if (own.pen && !beat.pen) own.pen = false
    return this.list()
  }

  list = () => this.tabs.map((tab) => ({ ...tab }))

  tell(...pens: Pen[]) {
    for (const pen of pens) pen.told(this.list())
  }

  leave(tab: string) {
    this.tabs = this.tabs.filter((one) => one.tab !== tab)
  }
}

let server: Server
const open = async (tab: string, user = `user:${tab}`, mayEdit = true) => {
  const pen = new Pen({ tab, mayEdit, send: server.send(tab, user) })
  await pen.start()
  return pen
}
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  server = new Server()
})
afterEach(() => {
  vi.useRealTimers()
})

it('gives the pen to the first, and tells the second who has it', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  expect(ann.state).toMatchObject({ mine: true, holder: undefined })
  expect(bob.state).toMatchObject({ mine: false, holder: { user: 'user:ann' }, takenBy: undefined })
})

it('lets another take it, and tells the one that loses it', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  const gained = vi.fn()
  bob.onGained(gained)
  bob.take()
  await settle()
  expect(gained).toHaveBeenCalledOnce()
  server.tell(ann, bob)
  await settle()
  expect(ann.state).toMatchObject({ mine: false, holder: { tab: 'bob' }, takenBy: { user: 'user:bob' } })
  ann.read()
  ann.take()
  await settle()
  expect(ann.state).toMatchObject({ mine: true, takenBy: undefined })
})

it('is not misled by news that are older than an answer', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  const before = server.list()
  bob.take()
  await settle()
  bob.told(before)
  expect(bob.state.mine).toBe(true)
  await settle()
  expect(bob.state).toMatchObject({ mine: true, takenBy: undefined })
  expect(ann.state.mine).toBe(true) // it has not been told yet
})

it('waits a while for one who left before it takes the pen over', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  server.leave('ann')
  ann.stop()
  server.tell(bob)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(bob.state).toMatchObject({ mine: false, holder: undefined })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(bob.state.mine).toBe(true)
})

it('is found by the same tab after the server was started again', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  server.away = true
  await vi.advanceTimersByTimeAsync(6_000)
  server.tabs = []
  server.away = false
  bob.ask()
  await settle()
  expect(bob.state.mine).toBe(false)
  await vi.advanceTimersByTimeAsync(30_000)
  expect([ann.state.mine, bob.state.mine]).toEqual([true, false])
  expect(ann.state.takenBy).toBeUndefined()
})

it('goes on without an answer, and learns afterwards that another has it', async () => {
  const ann = await open('ann')
  server.away = true
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ann.state.mine).toBe(true)
  server.leave('ann')
  server.away = false
  await open('bob')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(ann.state).toMatchObject({ mine: false, takenBy: { user: 'user:bob' } })
})

it('never asks for who may not edit', async () => {
  const eve = await open('eve', 'user:eve', false)
  eve.choose('n1')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(server.beats.some(({ beat }) => beat.pen || beat.take)).toBe(false)
  expect(server.tabs[0]?.node).toBe('n1')
  expect(eve.state.mine).toBe(false)
})

it('leaves the pen to others while the tab only looks, and asks for it again', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  const gained = vi.fn()
  ann.onGained(gained)
  ann.want(false)
  expect(ann.state.mine).toBe(false)
  await settle()
  expect(server.tabs.some(({ pen }) => pen)).toBe(false)
  ann.want(true)
  await settle()
  expect(ann.state.mine).toBe(true)
  expect(gained).toHaveBeenCalledExactlyOnceWith(true)
  ann.want(false)
  await settle()
  bob.take()
  await settle()
  await vi.advanceTimersByTimeAsync(30_000)
  ann.want(true)
  await settle()
  expect(ann.state).toMatchObject({ mine: false, holder: { tab: 'bob' }, takenBy: undefined })
})

it('does not ask for the pen where it is opened to look', async () => {
  const ann = new Pen({ tab: 'ann', mayEdit: true, looks: true, send: server.send('ann', 'user:ann') })
  await ann.start()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(ann.state.mine).toBe(false)
  expect(server.tabs).toMatchObject([{ tab: 'ann', pen: false }])
})
