import { queryOptions } from '@tanstack/react-query'
import { api, path, request, type Page } from '@/api/client'

export type Strategy = 'in_order' | 'round_robin' | 'all' | 'longest_idle' | 'random'

export type QueueSettings = {
  strategy: Strategy
  cycle_s: number
  ring_s: number
  wrap_up_s: number
  capacity: number
  pause_after: number
  music: string
  whisper: string
  position_every: number
  position_changed: boolean
  wait_said: boolean
  periodic: string
  periodic_every: number
  hours: string[]
  timezone: string
  service_level_s: number
}

export type Member = { user: string; priority: number; delay_s: number }

export type Queue = QueueSettings & {
  name: string
  closed: boolean
  closed_to: string
  members: (Member & { logged_in: boolean; paused: boolean; pause_why?: string; missed: number })[]
}

export type AgentState = 'ready' | 'paused' | 'unavailable' | 'on_call' | 'wrap_up'
export type AgentNow = { user: string; state: AgentState; logged_in: boolean; ringing?: boolean; since?: string; priority: number; missed: number; pause_why?: string }
export type CallerNow = { call: string; caller: string; priority: number; entered: string; ringing?: string[]; agent?: string; answered?: string }

export type Figures = {
  since: string
  entered: number
  answered: number
  abandoned: number
  short: number
  left: number
  refused: number
  mean_wait_s: number
  longest_wait_s: number
  mean_talk_s: number
  service_level: number
}

/** A queue as it is now. `open` is by its hours, whatever `closed` says. */
export type QueueNow = Queue & { open: boolean; agents: AgentNow[] | null; waiting: CallerNow[] | null; talking: CallerNow[] | null; figures: Figures }

export type Callback = {
  id: number
  queue: string
  to: string
  number: string
  call: string
  arrived: string
  state: 'waiting' | 'calling' | 'done' | 'given_up' | 'cancelled'
  changed: string
  tries: number
  most_tries: number
  not_before?: string
  why?: string
}

/** How often what happens in queues is asked for, in milliseconds. */
const often = 2_000

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
    refetchInterval: 10_000,
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
