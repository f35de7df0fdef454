import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { replayQuery } from '@/calls/call'
import { flowRoute } from '../routes'
import { scriptOf, type Script } from './script'

/** Fills in what is known of the call that the address names (?call=…), so that the flow is tried with the same one. */
export function useReplay(fill: (script: Script) => void): void {
  const { call } = flowRoute.useSearch()
  const query = replayQuery(call ?? '')
  const { data } = useQuery({ ...query, queryFn: call === undefined ? skipToken : query.queryFn })
  useEffect(() => {
    if (data) fill(scriptOf(data.trial))
  }, [data, fill])
}
