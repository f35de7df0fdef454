import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, path, request, type Page } from '@/api/client'
import type * as schema from '@/api/schema'
import type { FlowDocument } from '@/builder/model/document'
import type { Trial } from './simulation'

/** A call as GET /calls has it. */
export type Call = schema.Call

export type Step = {
  seq: number
  node: string
  type: string
  label?: string
  /** The called flow that the node stands in; missing in the call's own. */
  flow?: string
  depth?: number
  entered: string
  left: string
  outcome: string
  why?: string
  details?: Record<string, unknown>
  warnings?: string[]
}

export type Recording = schema.Recording

export type Trace = Call & {
  steps: Step[]
  /** Where a call is that goes on. */
  at?: string
  document?: FlowDocument
  /** The flows that it called, at the revisions that ran. */
  called?: { flow: string; flow_id: number; revision: number; document: FlowDocument }[]
  tags: string[]
  score?: number
  recording_files: Recording[]
}

export type CallFilter = Record<string, string | number | undefined>

export const callsQuery = (filter: CallFilter) =>
  infiniteQueryOptions({
    queryKey: ['calls', filter],
    queryFn: ({ pageParam, signal }) => api.get<Page<Call>>('/calls', { ...filter, limit: 50, after: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page) => page.next || undefined,
  })

export const callQuery = (call: string) =>
  queryOptions({
    queryKey: ['calls', 'one', call],
    queryFn: ({ signal }) => api.get<Trace>(path`/calls/${call}`, undefined, signal),
    // A call that goes on is looked at again.
    refetchInterval: ({ state }) => (state.data?.state === 'active' ? 2_000 : false),
  })

/** What POST /simulations takes, the call as a file of flow tests and as one test, and what the trace does not tell. */
export type Replay = { trial: Trial; test: string; source: string; left: string[] }

export const replayQuery = (call: string) =>
  queryOptions({
    queryKey: ['calls', 'script', call],
    queryFn: ({ signal }) => api.get<Replay>(path`/calls/${call}/script`, undefined, signal),
    staleTime: Infinity,
  })

export const callsTable = async (filter: CallFilter): Promise<string> =>
  (await request<string>('GET', '/calls', { query: filter, headers: { Accept: 'text/csv, application/problem+json;q=0.5' } })).data
