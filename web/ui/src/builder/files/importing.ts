import { queryOptions, skipToken } from '@tanstack/react-query'
import { api } from '@/api/client'
import type { Finding } from '@/api/problem'
import { asDocument, type FlowDocument } from '../model/document'
import type { Form } from './form'

/** What became of a part of another system's flow. */
type Part = { name: string; type: string; node?: string; mapped: 'whole' | 'partly' | 'kept'; notes?: string[] }

/** A flow that was read of a file, as POST /imports has it. */
export type Imported = {
  document: FlowDocument | undefined
  findings: Finding[]
  /** All of the file could be read. */
  whole: boolean
  foreign?: {
    parts: Part[]
    notes?: string[]
    /** What the flow refers to by the names of the other system, and the reference. */
    names?: { id: string; ref: string }[]
  }
}

/**
 * Reads a text; nothing is saved by it. `names` replace those of another system. What was read of the same text with other names
 * stays until it is read anew.
 */
export const importQuery = (from: Form, text: string, names: Readonly<Record<string, string>> = {}) =>
  queryOptions({
    queryKey: ['import', from, text, names],
    queryFn:
      text.trim() === ''
        ? skipToken
        : async ({ signal }): Promise<Imported> => {
            const { document, ...read } = await api.post<Omit<Imported, 'document'> & { document?: unknown }>('/imports', { from, text, ...(Object.keys(names).length > 0 && { names }) }, { signal })
            return { ...read, document: document === undefined ? undefined : asDocument(document) }
          },
    placeholderData: (before, query) => (query?.queryKey[1] === from && query.queryKey[2] === text ? before : undefined),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
