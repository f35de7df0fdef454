import { useQueries } from '@tanstack/react-query'
import { useForm } from '../form/FormContext'
import type { Choice, ReferenceKind } from '../references'

/** What there is of some kinds, in their order; fetched once for all fields. */
export function useChoices(kinds: readonly ReferenceKind[]): Choice[] {
  const { references } = useForm()
  const answers = useQueries({
    queries: kinds.map((kind) => ({
      queryKey: ['references', kind],
      queryFn: ({ signal }: { signal: AbortSignal }) => references.list(kind, signal),
      staleTime: 30_000,
    })),
  })
  return answers.flatMap(({ data }) => data ?? [])
}
