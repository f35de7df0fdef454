import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, path, request, type Page } from '@/api/client'
import type { Trial } from '@/calls/simulation'
import type { Checked } from '../state/check'
import { useBuilder } from '../state/context'

/** A test that is kept with a flow, as GET /flows/{id}/tests has it. */
export type FlowTest = {
  id: number
  name: string
  /** In YAML or JSON. */
  source: string
  author: string
  changed: string
  /** The call that it gives; absent when the source cannot be read. */
  call?: Omit<Trial, 'document'>
}

export type TestResult = { id: number; name: string; passed: boolean; failures: string[] }
type TestsRun = { passed: number; failed: number; tests: TestResult[] }

const flowTestsKey = (flow: string) => ['flow', flow, 'tests']

const flowTestsQuery = (flow: string) =>
  queryOptions({
    queryKey: flowTestsKey(flow),
    queryFn: async ({ signal }) => (await api.get<Page<FlowTest>>(path`/flows/${flow}/tests`, undefined, signal)).items,
  })

/**
 * One test with its version, as it was when it was opened: nothing loads it anew by itself, lest what somebody else saved meanwhile
 * pass for what is being changed here.
 */
export const flowTestQuery = (flow: string, id: number) =>
  queryOptions({
    queryKey: ['flow test', flow, id],
    queryFn: ({ signal }) => request<FlowTest>('GET', path`/flows/${flow}/tests/${id}`, { signal }),
    gcTime: 0,
    staleTime: Infinity,
  })

/**
 * The flow's tests, and what comes of them with the flow as it is edited: they are run again, by the simulator, when its content
 * has been checked anew. The last results stay until the next ones come.
 */
export function useFlowTests(checked: Checked | undefined) {
  const { flowId } = useBuilder()
  const queries = useQueryClient()
  const tests = useQuery(flowTestsQuery(flowId))
  const run = useQuery({
    queryKey: [...flowTestsKey(flowId), 'run', checked?.hash, tests.data],
    queryFn: ({ signal }) => {
      const { layout: _layout, ...document } = checked?.document ?? { layout: undefined }
      return api.post<TestsRun>(path`/flows/${flowId}/tests/run`, { document }, { signal })
    },
    enabled: checked !== undefined && !!tests.data && tests.data.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  const results = tests.data?.length === 0 ? [] : (run.data?.tests ?? [])
  return {
    tests,
    run,
    resultOf: (test: FlowTest) => results.find(({ id }) => id === test.id),
    failing: results.filter(({ passed }) => !passed),
    /** Lists them again, after one was kept, changed or removed. */
    changed: () => queries.invalidateQueries({ queryKey: flowTestsKey(flowId) }),
  }
}

/** Whether the company lets no flow be published whose tests fail. */
export function useTestsBlock(): boolean {
  const { data } = useQuery({
    queryKey: ['company', 'tests-block-publishing'],
    queryFn: async ({ signal }) => (await api.get<{ tests_block_publishing: boolean }>('/company', undefined, signal)).tests_block_publishing,
  })
  return data ?? false
}
