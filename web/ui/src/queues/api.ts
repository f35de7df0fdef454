import { queryOptions } from '@tanstack/react-query'
import { api, path, request, type Page } from '@/api/client'
import type { Narrowed } from '@/api/narrowed'
import type * as schema from '@/api/schema'
import type { QueueMember, StoreAgentNow, StoreCallback, StoreCallerNow, StoreQueueFigures, StoreQueueNow } from '@/api/schema'

export type Strategy = 'in_order' | 'round_robin' | 'all' | 'longest_idle' | 'random'

/** What is set about a queue; its name, its members and its closure are set elsewhere. */
export type QueueSettings = Omit<Queue, 'name' | 'closed' | 'closed_to' | 'members'>

export type Member = Pick<QueueMember, 'user' | 'priority' | 'delay_s' | 'pause_after'>

export type Queue = Narrowed<schema.Queue, { strategy: Strategy; hours: string[]; members: QueueMember[] }>

export type AgentState = 'ready' | 'paused' | 'unavailable' | 'on_call' | 'wrap_up'
export type AgentNow = Narrowed<StoreAgentNow, { state: AgentState }>
export type CallerNow = StoreCallerNow
export type Figures = StoreQueueFigures

/** A queue as it is now. `open` is by its hours, whatever `closed` says. */
export type QueueNow = Narrowed<StoreQueueNow, { strategy: Strategy; hours: string[]; members: QueueMember[]; agents: AgentNow[] | null }>

export type Callback = Narrowed<StoreCallback, { state: 'waiting' | 'calling' | 'done' | 'given_up' | 'cancelled' }>

/** Events tell when something changes in queues; whatever they miss is asked for that often, in milliseconds. */
const often = 5_000

export const wallboardQuery = queryOptions({
  queryKey: ['queues', 'now'],
  queryFn: async ({ signal }) => (await api.get<Page<QueueNow>>('/wallboard', {}, signal)).items,
  refetchInterval: often,
})

export const liveQuery = (name: string) =>
  queryOptions({
    queryKey: ['queues', 'now', name],
    queryFn: ({ signal }) => api.get<QueueNow>(path`/queues/${name}/live`, {}, signal),
    refetchInterval: often,
  })

export const queueQuery = (name: string) =>
  queryOptions({ queryKey: ['queues', 'one', name], queryFn: ({ signal }) => request<Queue>('GET', path`/queues/${name}`, { signal }) })

export const callbacksQuery = (all: boolean) =>
  queryOptions({
    queryKey: ['callbacks', all],
    queryFn: async ({ signal }) => (await api.get<Page<Callback>>('/callbacks', { all }, signal)).items,
    refetchInterval: often,
  })

export const queues = {
  add: (name: string) => api.post<Queue>('/queues', { name }),
  set: (name: string, change: Partial<QueueSettings>, etag: string | undefined) => request<Queue>('PATCH', path`/queues/${name}`, { body: change, ifMatch: etag }),
  setMembers: (name: string, members: Member[], etag: string | undefined) => request<Queue>('PUT', path`/queues/${name}/members`, { body: { members }, ifMatch: etag }),
  close: (name: string, to: string) => api.post<Queue>(path`/queues/${name}/close`, { to }),
  open: (name: string) => api.post<Queue>(path`/queues/${name}/open`),
  remove: (name: string) => api.delete(path`/queues/${name}`),
  cancelCallback: (id: number) => api.delete(path`/callbacks/${id}`),
}
