import { QueryClient } from '@tanstack/react-query'
import { Problem } from '@/api/problem'

/** What the server said stays known while pages change. Only what may succeed the next time is asked again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && (!(error instanceof Problem) || error.status === 0 || error.status >= 502),
      retryDelay: (count) => 500 * 2 ** count,
    },
    mutations: { retry: false },
  },
})
