import { useQuery } from '@tanstack/react-query'
import { api, type Page } from '@/api/client'
import type { Use } from '@/api/problem'
import { ErrorBox } from './ErrorBox'
import { Skeleton } from './Skeleton'
import { UseList } from './UseList'

/** Where a thing is used, asked at such as /users/alice/uses. */
export function Uses({ of }: { of: string }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['uses', of],
    queryFn: async ({ signal }) => (await api.get<Page<Use>>(of, {}, signal)).items,
  })
  if (error) return <ErrorBox error={error} retry={() => void refetch()} />
  if (!data) return <Skeleton width="60%" />
  return <UseList uses={data} />
}
