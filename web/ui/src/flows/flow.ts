import { queryOptions } from '@tanstack/react-query'
import { api, path, type Page } from '@/api/client'
import type { Narrowed } from '@/api/narrowed'
import type { Use } from '@/api/problem'
import type * as schema from '@/api/schema'
import type { FlowDocument, FlowKind } from '@/builder/model/document'

/** A flow as GET /flows has it. */
export type Flow = Narrowed<schema.Flow, { kind: FlowKind; status: 'draft' | 'available' | 'active' }>

export type Template = { name: string; title: string; about: string; parameters: Parameter[]; example: FlowDocument }

export type Parameter = {
  name: string
  about: string
  is: 'text' | 'sound' | 'number' | 'switch' | 'list' | 'target' | 'user' | 'box' | 'phone' | 'queue'
  required?: boolean
  default?: string
  choices?: string[]
}

export type FlowFilter = { kind?: FlowKind | undefined; status?: Flow['status'] | undefined; direct?: boolean | undefined; q?: string | undefined }

export const flowsQuery = (filter: FlowFilter = {}) =>
  queryOptions({
    queryKey: ['flows', filter],
    queryFn: async ({ signal }) => (await api.get<Page<Flow>>('/flows', filter, signal)).items,
  })

// One flow's are not below 'flows': when a flow is removed, all lists of flows are asked for again, and it is not.
export const usesQuery = (id: number) =>
  queryOptions({
    queryKey: ['flow', id, 'uses'],
    queryFn: async ({ signal }) => (await api.get<Page<Use>>(path`/flows/${id}/uses`, undefined, signal)).items,
    staleTime: 0,
  })

/** A revision's document. It never changes but for where its nodes lie. */
export const documentQuery = (id: number, revision: number) =>
  queryOptions({
    queryKey: ['flow', id, 'revisions', revision],
    queryFn: async ({ signal }) => (await api.get<{ document: FlowDocument }>(path`/flows/${id}/revisions/${revision}`, undefined, signal)).document,
    staleTime: 60_000,
  })

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) => (await api.get<Page<Template>>('/templates', undefined, signal)).items,
  staleTime: Infinity,
})

export type Reference = schema.Reference

export const referencesQuery = queryOptions({
  queryKey: ['references'],
  queryFn: async ({ signal }) => (await api.get<Page<Reference>>('/references', undefined, signal)).items,
})
