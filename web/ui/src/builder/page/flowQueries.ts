import { queryOptions } from '@tanstack/react-query'
import { api, path, request, type Page } from '@/api/client'
import type { Finding, Use } from '@/api/problem'
import { asDocument, type FlowDocument, type FlowKind } from '../model/document'

/** A flow as GET /flows/{id} has it. */
export type FlowHead = {
  id: number
  name: string
  kind: FlowKind
  status: 'draft' | 'available' | 'active'
  live_revision: number
  latest_revision: number
  unpublished: boolean
  numbers: number
}

export type Revision = {
  number: number
  author: string
  saved: string
  message: string
  hash: string
  live: boolean
  progress: number
  complete: boolean
  report: { findings: Finding[] | null }
  document?: FlowDocument
}

/** One difference between two revisions, as GET /flows/{id}/diff has it. */
export type Change = {
  kind: 'added' | 'removed' | 'changed' | 'moved'
  node?: string
  name?: string
  what?: string
  before?: unknown
  after?: unknown
}

export const flowQuery = (id: string) =>
  queryOptions({ queryKey: ['flow', id], queryFn: ({ signal }) => api.get<FlowHead>(path`/flows/${id}`, undefined, signal) })

export const revisionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['flow', id, 'revisions'],
    queryFn: async ({ signal }) => (await api.get<Page<Revision>>(path`/flows/${id}/revisions`, undefined, signal)).items,
  })

export const revisionQuery = (id: string, number: number) =>
  queryOptions({
    queryKey: ['flow', id, 'revision', number],
    queryFn: async ({ signal }) => {
      const revision = await api.get<Revision>(path`/flows/${id}/revisions/${number}`, undefined, signal)
      return { ...revision, document: asDocument(revision.document) }
    },
    staleTime: Infinity,
  })

export const diffQuery = (id: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['flow', id, 'diff', from, to],
    queryFn: async ({ signal }) => (await api.get<Page<Change>>(path`/flows/${id}/diff`, { from, to }, signal)).items,
    staleTime: Infinity,
  })

export const usesQuery = (id: string) =>
  queryOptions({
    queryKey: ['flow', id, 'uses'],
    queryFn: async ({ signal }) => (await api.get<Page<Use>>(path`/flows/${id}/uses`, undefined, signal)).items,
  })

export type Draft = { document: FlowDocument; etag: string; revision: Revision }

/** The newest revision, which is what is edited, with its version. */
export async function fetchDraft(id: string, signal?: AbortSignal): Promise<Draft> {
  const { data, etag } = await request<Revision>('GET', path`/flows/${id}/draft`, { signal })
  return { document: asDocument(data.document), etag: etag ?? '', revision: data }
}
