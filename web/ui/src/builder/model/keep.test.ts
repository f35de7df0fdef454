import 'fake-indexeddb/auto'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { Keeper } from './keep'
import { EditingStore, opened } from './store'
import { act, deeds, mainLine } from './testing'

it('brings back the document and every step after a reload, however often it was written', async () => {
  let flow = 0
  await fc.assert(
    fc.asyncProperty(deeds, fc.nat(5), async (all, every) => {
      const name = String(flow++)
      const store = new EditingStore(opened(mainLine(), '"4"'))
      const keeper = new Keeper(name)
      for (const [serial, deed] of all.entries()) {
        act(store, deed, serial)
        if (serial % 4 === 3) store.undo()
        if (serial % (every + 1) === 0) void keeper.write(store.state)
      }
      await keeper.write(store.state, 99)
      await keeper.close()
      const again = new Keeper(name)
      expect(await again.read()).toEqual({ editing: store.state, at: 99 })
      await again.close()
    }),
    { numRuns: 30 },
  )
})

it('goes on writing what came after a reload', async () => {
  const store = new EditingStore(opened(mainLine(), ''))
  act(store, { kind: 0, a: 1, b: 1, text: '' }, 1)
  const first = new Keeper('reload')
  await first.write(store.state)
  await first.close()
  const second = new Keeper('reload')
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
  const [one, other] = [new Keeper('1'), new Keeper('10')]
  await one.write(opened(mainLine(), ''))
  await other.write(opened(mainLine(), ''))
  await one.forget()
  expect(await one.read()).toBeUndefined()
  expect(await other.read()).toBeDefined()
  await one.close()
  await other.close()
})
