import { describe, expect, it } from 'vitest'
import { copyText, paste, readClip } from './clip'
import { findNodes } from './find'
import * as op from './operations'
import { remapParams } from './references'
import { flowOf, mainLine } from './testing'

const at = () => ({ x: 0, y: 0 })
const known = (type: string) => (type === 'nonsense' ? undefined : { kinds: type === 'dial' ? (['voice'] as const) : (['voice', 'text'] as const) })

describe('deleting', () => {
  it('heals an edge through a node that has one way on', () => {
    const flow = mainLine()
    op.deleteNodes(flow, ['hello'])
    expect(flow.start).toBe('menu')
    const other = mainLine()
    op.deleteNodes(other, ['sales'])
    expect(other.nodes.menu?.next).toEqual({ 'key:1': 'bye', invalid: 'bye' })
  })

  it('cuts edges to a node that has several ways on, and those among what goes', () => {
    const flow = mainLine()
    op.deleteNodes(flow, ['menu'])
    expect(flow.nodes.hello?.next).toBeUndefined()
    expect(flow.layout).toEqual({ hello: { x: 0, y: 0 } })
  })

  it('ends where the nodes that go are in a circle', () => {
    const flow = flowOf({ a: { type: 'x', next: { done: 'b' } }, b: { type: 'x', next: { done: 'c' } }, c: { type: 'x', next: { done: 'b' } } })
    op.deleteNodes(flow, ['b', 'c'])
    expect(flow.nodes).toEqual({ a: { type: 'x' } })
  })
})

describe('inserting into an edge', () => {
  it('leads on where the edge led', () => {
    const flow = mainLine()
    op.addNode(flow, 'n', { type: 'answer' })
    op.insertInEdge(flow, 'n', 'hello', 'done', 'done')
    expect(flow.nodes.hello?.next).toEqual({ done: 'n' })
    expect(flow.nodes.n?.next).toEqual({ done: 'menu' })
  })
})

describe('params', () => {
  it('take the edges of renamed outcomes along, also when two change places', () => {
    const flow = flowOf({ m: { type: 'menu', next: { 'key:1': 'a', 'key:2': 'b' } } })
    op.setParams(flow, 'm', {}, { 'key:1': 'key:2', 'key:2': 'key:1' })
    expect(flow.nodes.m?.next).toEqual({ 'key:2': 'a', 'key:1': 'b' })
  })

  it('follow nodes to their new ids in jumps, templates and expressions only', () => {
    const ids = { menu: 'menu_2', 'main-menu': 'menu_3' }
    expect(
      remapParams(
        {
          to: 'menu',
          say: 'The menu.Press {{ menu.digits }} or {{ nodes["main-menu"].name }}, {{ call.menu.x }}',
          vars: { a: 'menu.digits + "menu.x"', b: 'menus.digits' },
          list: [{ expression: 'menu.name == "x"' }],
        },
        ids,
      ),
    ).toEqual({
      to: 'menu_2',
      say: 'The menu.Press {{ menu_2.digits }} or {{ nodes["menu_3"].name }}, {{ call.menu.x }}',
      vars: { a: 'menu_2.digits + "menu.x"', b: 'menus.digits' },
      list: [{ expression: 'menu_2.name == "x"' }],
    })
  })
})

describe('pasting', () => {
  it('gives new ids and keeps what leads from one copy to another', () => {
    const flow = mainLine()
    const clip = readClip(copyText(flow, ['hello', 'menu'], '7', (id) => flow.layout?.[id]))
    if (!clip) throw new Error('nothing was copied')
    const { ids, unresolved } = paste(flow, clip, { x: 40, y: 60 }, { flowId: '7', known })
    expect(unresolved).toEqual([])
    const [hello = '', menu = ''] = ids
    expect(flow.nodes[hello]).toEqual({ ...mainLine().nodes.hello, next: { done: menu } })
    expect(flow.nodes[menu]?.next).toEqual({ 'key:1': 'sales', invalid: 'bye' })
    expect(flow.layout?.[hello]).toEqual({ x: 40, y: 60 })
    expect(flow.layout?.[menu]).toEqual({ x: 340, y: 60 })
  })

  it('tells what has no place in another flow', () => {
    const from = flowOf({
      d: { type: 'dial', next: { answered: 'e' } },
      j: { type: 'jump', params: { to: 'e' } },
      n: { type: 'nonsense' },
      e: { type: 'end' },
    })
    const clip = readClip(copyText(from, ['d', 'j', 'n'], '7', at))
    if (!clip) throw new Error('nothing was copied')
    const flow = flowOf({}, { kind: 'text' })
    const { ids, unresolved } = paste(flow, clip, at(), { flowId: '8', known })
    const [d, j, n] = ids
    expect(unresolved).toEqual([
      { why: 'edge', node: d, outcome: 'answered', to: 'e' },
      { why: 'kind', node: d, type: 'dial' },
      { why: 'jump', node: j, to: 'e' },
      { why: 'type', node: n, type: 'nonsense' },
    ])
    expect(flow.start).toBe(d)
  })

  it('knows texts that are no nodes', () => {
    for (const text of ['', 'hello', '{}', '[]', '{"nodes": 1}', '{"nodes": {"a": null}}', 'null']) expect(readClip(text)).toBeUndefined()
  })
})

describe('finding', () => {
  const title = (type: string) => (type === 'dial' ? 'Dial' : type)
  it.each([
    ['welc', 'hello', 'label'],
    ['SALES', 'sales', 'id'],
    ['alice', 'sales', 'params.targets[0]'],
    ['press', 'menu', 'params.prompt'],
    ['dial', 'sales', 'type'],
  ])('%s finds %s by its %s', (query, id, where) => {
    expect(findNodes(mainLine(), query, title)[0]).toMatchObject({ id, where })
  })
  it('finds nothing for nothing', () => expect(findNodes(mainLine(), ' ', title)).toEqual([]))
})

describe('a new id', () => {
  it('is a word that is not taken', () => {
    const id = op.freshId({ menu_2222: true }, 'menu', () => 0)
    expect(id).toBe('menu_22222')
  })
})
