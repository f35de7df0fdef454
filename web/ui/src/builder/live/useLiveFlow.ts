import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api, path, type Page } from '@/api/client'
import { listen } from '@/api/feed'
import { request } from '@/api/client'
import { useCatalog } from '../catalog/nodeTypes'
import type { FlowDocument, Outcome } from '../model/document'
import { LiveCalls, type CallAt, type Happened } from './liveCalls'
import { behind, numbersOf, wayOf, type EdgeCount, type OutcomesOf } from './numbers'
import type { Days } from './period'

/** How often the calls are listed anew, for what nobody tells, such as that a call comes out of a flow that was called; in milliseconds. */
const listEvery = 5_000
/** How often the numbers are counted anew at most while calls come in. */
const countEvery = 3_000

const statisticsQuery = (flow: string, days: Days, revision: number | undefined) =>
  queryOptions({
    queryKey: ['flow', flow, 'statistics', days, revision],
    queryFn: async ({ signal }) => (await api.get<{ edges: EdgeCount[] }>(path`/flows/${flow}/statistics`, { ...days, revision }, signal)).edges,
  })

const outcomesQuery = (flow: string, revision: number, document: FlowDocument | undefined) =>
  queryOptions({
    queryKey: ['flow', flow, 'outcomes', revision],
    queryFn: async ({ signal }) => (await request<{ outcomes: Record<string, Outcome[]> }>('POST', '/checks', { body: { document }, signal })).data.outcomes,
    enabled: document !== undefined,
    staleTime: Infinity,
  })

type Drawn = { flow: string; revision: number; document: FlowDocument | undefined }

/** The calls that are in a flow now, moving, and how calls went through it in a period. */
export function useLiveFlow({ flow, revision, document }: Drawn, days: Days, only: number | undefined) {
  const catalog = useCatalog()
  const queries = useQueryClient()
  const [live] = useState(() => new LiveCalls(Number(flow)))
  const outcomes = useQuery(outcomesQuery(flow, revision, document)).data
  const outcomesOf = useMemo<OutcomesOf>(() => (id, node) => outcomes?.[id] ?? catalog.get(node.type)?.outcomes ?? [], [outcomes, catalog])
  const counted = useQuery({ ...statisticsQuery(flow, days, only), placeholderData: (before) => before })

  useEffect(() => {
    if (!document) return
    live.drawn({
      start: document.start,
      behind: (id, outcome) => {
        const node = document.nodes[id]
        const way = node && wayOf(node, outcome, outcomesOf(id, node))
        const to = node && way !== undefined ? behind(node, way) : undefined
        return way !== undefined && to !== undefined ? { way, to } : undefined
      },
    })
  }, [live, document, outcomesOf])

  const list = useQuery({
    queryKey: ['flow', flow, 'live'],
    queryFn: async ({ signal }) => {
      const asked = Date.now()
      const { items } = await api.get<Page<CallAt>>(path`/flows/${flow}/live`, undefined, signal)
      live.listed(items, asked)
      return items.length
    },
    refetchInterval: listEvery,
    gcTime: 0,
  })

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void queries.invalidateQueries({ queryKey: ['flow', flow, 'statistics'] })
      }, countEvery)
    }
    const leave = listen({
      flow,
      on: {
        call: (data) => {
          live.told(data as Happened)
          again()
        },
      },
      onMissed: () => {
        void queries.invalidateQueries({ queryKey: ['flow', flow, 'live'] })
        again()
      },
    })
    return () => {
      leave()
      clearTimeout(timer)
    }
  }, [flow, live, queries])

  const numbers = useMemo(() => document && numbersOf(document, counted.data ?? [], outcomesOf), [document, counted.data, outcomesOf])
  return { live, numbers, outcomes, error: counted.error ?? list.error, retry: () => void Promise.all([counted.refetch(), list.refetch()]) }
}
