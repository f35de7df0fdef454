import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, path } from '@/api/client'
import { flowRoute } from '../routes'
import { emptyScript, type Script } from './useTrial'

type Trial = { caller?: string; at?: string; digits?: string; answers?: Record<string, string>; hangup_s?: number; speech?: string }

/** Fills in what is known of the call that the address names (?call=…), so that the flow is tried with the same one. */
export function useReplay(fill: (script: Script) => void): void {
  const { call } = flowRoute.useSearch()
  const { data } = useQuery({
    queryKey: ['calls', 'script', call],
    queryFn: () => api.get<{ trial: Trial }>(path`/calls/${call ?? ''}/script`),
    enabled: call !== undefined,
    staleTime: Infinity,
  })
  useEffect(() => {
    if (data) fill(scriptOf(data.trial))
  }, [data, fill])
}

export const scriptOf = ({ caller, at, digits, answers, hangup_s: hangup, speech }: Trial): Script => ({
  ...emptyScript,
  caller: caller ?? '',
  at: at?.replace(' ', 'T') ?? '',
  digits: digits ?? '',
  answers: answers ?? {},
  hangup: hangup ? String(hangup) : '',
  speech: speech ?? '',
})
