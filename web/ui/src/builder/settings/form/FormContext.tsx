import { createContext, use, useRef, type ReactNode } from 'react'
import type { Findings } from './findings'
import type { FlowDocument, FlowNode, NodeType } from './node'
import type { Path } from './path'
import type { References } from '../references'

/** How a change came about; it names the step of undo. */
export type Deed = 'change' | 'add' | 'remove' | 'move' | 'reset'

export type Form = {
  document: FlowDocument
  nodeId: string
  node: FlowNode
  type: NodeType
  findings: Findings
  references: References
  readOnly: boolean
  /** Puts a value at a path of the params; undefined takes it away. */
  put: (path: Path, value: unknown, how?: How) => void
  /** Several puts as one change. */
  putAll: (puts: readonly (readonly [Path, unknown])[], how?: How) => void
}

export type How = {
  deed?: Deed
  /** What is typed under one key is one step of undo. */
  typing?: string | undefined
  /** Outcomes that have another name with it. */
  renamed?: Record<string, string>
}

const FormContext = createContext<Form | undefined>(undefined)

export function FormProvider({ form, children }: { form: Form; children: ReactNode }) {
  return <FormContext value={form}>{children}</FormContext>
}

export function useForm(): Form {
  const form = use(FormContext)
  if (!form) throw new Error('a field stands outside of a form')
  return form
}

/** A key that is another one each time that the field gets the focus: what is typed in between is one step of undo. */
export function useTyping(): { key: () => string; onFocus: () => void } {
  const visit = useRef('')
  const next = () => {
    visit.current = crypto.randomUUID()
  }
  return {
    onFocus: next,
    key: () => {
      if (!visit.current) next()
      return visit.current
    },
  }
}
