import { expect, test } from 'vitest'
import type { Step, Trace } from './call'
import { layersOf } from './layers'

const step = (seq: number, node: string, outcome: string, flow?: string): Step => ({ seq, node, type: 'greeting', entered: '', left: '', outcome, ...(flow && { flow }) })
const flow = (...nodes: string[]) => ({ schema: 1, name: '', kind: 'voice' as const, start: nodes[0] ?? '', nodes: Object.fromEntries(nodes.map((id) => [id, { type: 'greeting' }])) })
const call = (more: Partial<Trace>): Trace => ({ flow: 'Main', steps: [], ...more }) as Trace

test('each flow that a call was in has its own steps', () => {
  const [main, night] = layersOf(
    call({
      document: flow('a', 'b'),
      called: [{ flow: 'Night', flow_id: 2, revision: 3, document: flow('x') }],
      steps: [step(1, 'a', 'done'), step(2, 'x', 'done', 'Night'), step(3, 'b', 'done')],
    }),
  )
  expect(main?.trace.map(({ node }) => node)).toEqual(['a', 'b'])
  expect(night?.name).toBe('Night')
  expect(night?.steps.map(({ seq }) => seq)).toEqual([2])
})

test('a call that goes on is drawn up to where it is', () => {
  const [main] = layersOf(call({ document: flow('a', 'b'), steps: [step(1, 'a', 'done')], at: 'b' }))
  expect(main?.trace).toEqual([{ node: 'a', outcome: 'done' }, { node: 'b' }])
})

test('a step whose node the document has not is drawn', () => {
  const [main] = layersOf(call({ document: flow('a'), steps: [step(1, 'gone', 'done')] }))
  expect(main?.document.nodes.gone).toEqual({ type: 'greeting' })
})
