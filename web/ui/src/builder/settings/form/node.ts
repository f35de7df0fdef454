import type { Schema } from './schema'

export type Params = Readonly<Record<string, unknown>>

/** A node as it stands in a flow document. */
export type FlowNode = {
  readonly type: string
  readonly label?: string
  readonly note?: string
  readonly skip?: boolean
  readonly sensitive?: boolean
  readonly params?: Params
  readonly next?: Readonly<Record<string, string>>
}

/** What the settings of a node need of its flow. */
export type FlowDocument = {
  readonly name: string
  readonly kind: string
  readonly nodes: Readonly<Record<string, FlowNode>>
}

export type Outcome = { name: string; about: string; else?: string }

/** A type of node, as GET /api/v1/node-types has it. */
export type NodeType = {
  name: string
  title: string
  summary: string
  kinds: string[]
  schema: Schema
  defaults: unknown
  outcomes: Outcome[]
}

/** What every node has beside its params; what is empty is left out of the document. */
export type Fields = Partial<Pick<FlowNode, 'label' | 'note' | 'skip' | 'sensitive'>>

/** One change of a node, ready to be kept as a step of undo. */
export type NodeChange = {
  /** What undo calls it: "Change attempts of Main menu". */
  step: string
  /** Changes of the same group that follow each other are one step: what is typed in one field. */
  group?: string
} & (
  | { fields: Fields }
  | {
      /** The node's params after it; what did not change is the same object. */
      params: Params
      /** Outcomes that have another name with it, old to new, such as that of a slot: their edges go along. */
      renamed?: Record<string, string>
    }
)

/** How people call a node. */
export const nameOf = (id: string, node: FlowNode, type: NodeType | undefined): string => node.label || type?.title || id
