import { api } from '@/api/client'
import type { FlowDocument } from '@/builder/model/document'
import type { Step } from './call'

/** A call to be simulated, as POST /simulations takes it. */
export type Trial = {
  document: Omit<FlowDocument, 'layout'>
  start?: string
  caller?: string
  at?: string
  digits?: string
  answers?: Record<string, string>
  hangup_s?: number
  speech?: string
  caller_name?: string
  endpoint?: string
  number?: string
  timezone?: string
  /** The source of the flow test that the call is tried for. */
  test?: string
}

type Heard = { at_s: number; for_s: number; party: string; what: string; cut?: boolean }

/** What came of it. */
export type Tried = {
  at: string
  steps: Step[]
  heard: Heard[]
  end: { at_s: number; reason: string; why: string; answered_by?: string; talked_s: number }
  after?: { vars?: Record<string, unknown>; results?: Record<string, unknown> }[]
  /** The same call as a flow test that expects this way, in YAML. */
  source: string
  /** What is not as the test expects that it was tried for. */
  failures?: string[]
}

export const simulate = (trial: Trial): Promise<Tried> => api.post<Tried>('/simulations', trial)
