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
  foreign?: { parts: Part[]; notes?: string[] }
}

/** Reads a text; nothing is saved by it. */
export const importQuery = (from: Form, text: string) =>
  queryOptions({
    queryKey: ['import', from, text],
    queryFn:
      text.trim() === ''
        ? skipToken
        : async ({ signal }): Promise<Imported> => {
            const { document, ...read } = await api.post<Omit<Imported, 'document'> & { document?: unknown }>('/imports', { from, text }, { signal })
            return { ...read, document: document === undefined ? undefined : asDocument(document) }
          },
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  })
