import { useNavigate } from '@tanstack/react-router'
import { useBuilder } from '../state/context'
import type { Days } from './period'

/** The list of the calls of a period that left a node by an outcome. */
export function useCallsBehind({ since, until }: Days) {
  const { flowId } = useBuilder()
  const go = useNavigate()
  const search = (node: string, edge?: string) => ({ flow: Number(flowId), node, edge, since, until })
  return { search, open: (node: string, edge: string) => void go({ to: '/calls', search: search(node, edge) }) }
}
