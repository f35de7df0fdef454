import { useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { api, path } from '@/api/client'
import { Problem } from '@/api/problem'
import type { FlowKind } from '@/builder/model/document'
import { useForm } from '@/parts/Form'
import { useToast } from '@/parts/Toast'
import type { Flow } from './flow'

export type NewFlowRequest = { name: string; kind?: FlowKind; template?: string; values?: Record<string, string>; file?: string; document?: unknown }

/**
 * The form that makes a flow and opens it. For a number, the flow is published and assigned at once when nothing is missing;
 * else the person is told what is left to do.
 */
export function useMakeFlow(request: () => NewFlowRequest, number: string | undefined, missing: () => Record<string, string> = () => ({})) {
  const { t } = useLingui()
  const toast = useToast()
  const navigate = useNavigate()
  const queries = useQueryClient()
  // Sent again after a lost connection, it makes no second flow.
  const key = useRef({ for: '', key: '' })
  return useForm(
    async () => {
      const empty = Object.entries({ ...(request().name.trim() === '' && { name: t`Give it a name.` }), ...missing() })
      if (empty.length > 0) {
        throw new Problem(422, { detail: t`Something is missing.`, errors: empty.map(([name, message]) => ({ location: `body.${name}`, message })) })
      }
      const body = JSON.stringify(request())
      if (key.current.for !== body) key.current = { for: body, key: crypto.randomUUID() }
      const flow = await api.post<Flow>('/flows', request(), { idempotencyKey: key.current.key })
      if (!number || !flow.complete) return { flow, assigned: false }
      await api.post(path`/flows/${flow.id}/publish`, { revision: flow.latest_revision })
      await api.patch(path`/numbers/${number}`, flow.kind === 'voice' ? { voice_flow: flow.name } : { text_flow: flow.name })
      return { flow, assigned: true }
    },
    async ({ flow, assigned }) => {
      await Promise.all(['flows', 'numbers', 'summary'].map((queryKey) => queries.invalidateQueries({ queryKey: [queryKey] })))
      if (assigned) toast.done(t`Calls to ${number ?? ''} run ${flow.name} now.`)
      else if (number) toast.done(t`Fill in what is missing and publish it; then give it to ${number}.`)
      await navigate({ to: '/flows/$id', params: { id: String(flow.id) } })
    },
  )
}
