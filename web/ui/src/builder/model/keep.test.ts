import 'fake-indexeddb/auto'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Keeper } from './keep'
import { EditingStore, opened } from './store'
import { act, deeds, mainLine } from './testing'

const keeperOf = (flow: string, tab = 'a', user = 'ada') => new Keeper(flow, { user, tab })

it('brings back the document and every step after a reload, however often it was written', async () => {
  let flow = 0
  await fc.assert(
    fc.asyncProperty(deeds, fc.nat(5), async (all, every) => {
      const name = String(flow++)
      const store = new EditingStore(opened(mainLine(), '"4"'))
      const keeper = keeperOf(name)
      for (const [serial, deed] of all.entries()) {
        act(store, deed, serial)
        if (serial % 4 === 3) store.undo()
        if (serial % (every + 1) === 0) void keeper.write(store.state)
      }
      await keeper.write(store.state, 99)
      await keeper.close()
      const again = keeperOf(name)
      expect(await again.read()).toEqual({ editing: store.state, at: 99 })
      await again.close()
    }),
    { numRuns: 30 },
  )
})

it('goes on writing what came after a reload', async () => {
  const store = new EditingStore(opened(mainLine(), ''))
  act(store, { kind: 0, a: 1, b: 1, text: '' }, 1)
  const first = keeperOf('reload')
  await first.write(store.state)
  await first.close()
  const second = keeperOf('reload')
  const kept = await second.read()
  if (!kept) throw new Error('nothing was kept')
  const again = new EditingStore(kept.editing)
  again.undo()
  act(again, { kind: 0, a: 2, b: 2, text: '' }, 2)
  await second.write(again.state)
  expect((await second.read())?.editing).toEqual(again.state)
  await second.close()
})

it('forgets, and keeps flows apart', async () => {
  const [one, other] = [keeperOf('1'), keeperOf('10')]
  await one.write(opened(mainLine(), ''))
  await other.write(opened(mainLine(), ''))
  await one.forget()
  expect(await one.read()).toBeUndefined()
  expect(await other.read()).toBeDefined()
  await one.close()
  await other.close()
})

const changed = (serial: number) => {
  const store = new EditingStore(opened(mainLine(), '"1"'))
  act(store, { kind: 0, a: serial, b: 1, text: `tab ${serial}` }, serial)
  return store
}

it('keeps tabs apart: neither writes over what the other has not saved', async () => {
  const [one, other] = [keeperOf('tabs', 'one'), keeperOf('tabs', 'other')]
  const [mine, theirs] = [changed(1), changed(2)]
  await one.write(mine.state)
  expect(await other.read()).toBeUndefined()
  await other.write(theirs.state)
  await one.write(mine.state)
  expect((await one.read())?.editing).toEqual(mine.state)
  expect((await other.read())?.editing).toEqual(theirs.state)
  await Promise.all([one.close(), other.close()])
})

it('hands what a closed tab has not saved to the next, the last first, and loses none', async () => {
  const [first, second] = [changed(1), changed(2)]
  for (const [tab, store, at] of [['first', first, 1], ['second', second, 2]] as const) {
    const keeper = keeperOf('closed', tab)
    await keeper.write(store.state, at)
    await keeper.close()
  }
  const saved = keeperOf('closed', 'third')
  await saved.write(opened(mainLine(), '"1"'), 3)
  await saved.close()
  const none = () => false
  const next = keeperOf('closed', 'next')
  expect(await next.read(none)).toEqual({ editing: second.state, at: 2 })
  expect(await next.read(none)).toEqual({ editing: second.state, at: 2 })
  const last = keeperOf('closed', 'last')
  expect(await last.read((tab) => tab === 'next')).toEqual({ editing: first.state, at: 1 })
  expect(await keeperOf('closed', 'more').read((tab) => tab === 'next' || tab === 'last')).toBeUndefined()
  await Promise.all([next.close(), last.close()])
})

it('loses nothing when a tab was taken for closed', async () => {
  const alive = keeperOf('alive', 'alive')
  const store = changed(1)
  await alive.write(store.state)
  const thief = keeperOf('alive', 'thief')
  expect((await thief.read(() => false))?.editing).toEqual(store.state)
  act(store, { kind: 0, a: 2, b: 2, text: 'more' }, 2)
  await alive.write(store.state)
  expect((await alive.read())?.editing).toEqual(store.state)
  await Promise.all([alive.close(), thief.close()])
})

it('shows nobody what another person has not saved', async () => {
  const ada = keeperOf('people', 'a', 'ada')
  await ada.write(changed(1).state)
  const bob = keeperOf('people', 'a', 'bob')
  expect(await bob.read(() => false)).toBeUndefined()
  await Promise.all([ada.close(), bob.close()])
})
