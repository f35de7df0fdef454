import { skipToken, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useBuilder, useUi } from '../state/context'
import { flowTestQuery } from './flowTests'
import { scriptOf, type Script } from './script'

/** Fills in the call of the flow test that is tried, if one is, and says which that is and how to load it anew. */
export function useTested(fill: (script: Script) => void) {
  const { flowId } = useBuilder()
  const id = useUi(({ testing }) => testing)
  const query = flowTestQuery(flowId, id ?? 0)
  const { data, error, refetch } = useQuery({ ...query, queryFn: id === undefined ? skipToken : query.queryFn })
  useEffect(() => {
    if (data) fill(scriptOf({ ...data.data.call, test: data.data.source }))
  }, [data, fill])
  return { id, test: data?.data, etag: data?.etag, error, load: refetch }
}
