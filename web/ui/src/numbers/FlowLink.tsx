import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { flowsQuery } from '@/flows/flow'

/** A flow by its name, as a link to it. */
export function FlowLink({ name }: { name: string }) {
  const flow = useQuery(flowsQuery()).data?.find((one) => one.name === name)
  if (!flow) return name
  return (
    <Link to="/flows/$id" params={{ id: String(flow.id) }}>
      {name}
    </Link>
  )
}
