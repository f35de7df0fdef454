import { queryOptions, useQuery } from '@tanstack/react-query'
import { api, type Page } from '@/api/client'
import type { FlowKind, Outcome, Params } from '../model/document'

/** A type of node, as GET /node-types has it. */
export type NodeType = {
  name: string
  title: string
  summary: string
  kinds: FlowKind[]
  /** The JSON Schema of its params. */
  schema: Record<string, unknown>
  /** What holds for the params that are left out. */
  defaults: Params
  /** The exits that it has with its defaults. */
  outcomes: Outcome[]
}

export type Catalog = {
  /** In the order in which people should see them. */
  types: readonly NodeType[]
  get: (type: string) => NodeType | undefined
  /** What people call a type; its own name where callflow does not know it. */
  title: (type: string) => string
}

export const nodeTypesQuery = queryOptions({
  queryKey: ['node-types'],
  queryFn: async ({ signal }) => (await api.get<Page<NodeType>>('/node-types', undefined, signal)).items,
  staleTime: Infinity,
  select: catalogOf,
})

export function catalogOf(types: readonly NodeType[]): Catalog {
  const byName = new Map(types.map((type) => [type.name, type]))
  return { types, get: (type) => byName.get(type), title: (type) => byName.get(type)?.title ?? type }
}

const none = catalogOf([])

/** The types; empty until they are fetched. */
export const useCatalog = (): Catalog => useQuery(nodeTypesQuery).data ?? none
