import { CSPProvider } from '@base-ui/react/csp-provider'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, cleanup, render, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { afterEach } from 'vitest'
import type { Finding } from '@/api/problem'
import { apply } from '../form/apply'
import type { FlowDocument, FlowNode, NodeChange, NodeType } from '../form/node'
import { NodeSettings } from '../NodeSettings'
import type { References } from '../references'
import { shelf } from './examples'

i18n.setMessagesCompiler(compileMessage)
i18n.load('en', {})
i18n.activate('en')
afterEach(cleanup)

let queries: QueryClient | undefined

type Options = { findings?: Finding[]; references?: Partial<References>; readOnly?: boolean; others?: Record<string, FlowNode>; onRename?: (id: string) => void; id?: string }

/** The settings of one node, living: each change is put into the document and shown again. */
export function mount(type: NodeType | undefined, node: FlowNode, { findings = [], references, readOnly = false, others = {}, onRename, id = 'node' }: Options = {}) {
  const changes: NodeChange[] = []
  let document: FlowDocument = { name: 'Main line', kind: 'voice', nodes: { ...others, [id]: node } }
  let show: (next: FlowDocument) => void = () => undefined

  function Living() {
    const [shown, setShown] = useState(document)
    show = setShown
    return (
      <NodeSettings
        document={shown}
        nodeId={id}
        nodeType={type}
        findings={findings}
        references={{ ...shelf, ...references }}
        readOnly={readOnly}
        onRename={onRename}
        onChange={(change) => {
          changes.push(change)
          document = apply(document, id, change)
          setShown(document)
        }}
      />
    )
  }

  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries = client
  const view = render(
    <I18nProvider i18n={i18n}>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={client}>
          <Living />
        </QueryClientProvider>
      </CSPProvider>
    </I18nProvider>,
  )
  return {
    ...view,
    screen,
    changes,
    node: () => document.nodes[id] as FlowNode,
    params: () => document.nodes[id]?.params,
    /** From outside, as undo does. */
    set: (params: FlowNode['params']) =>
      act(() => {
        document = { ...document, nodes: { ...document.nodes, [id]: { ...node, ...(params && { params }) } } }
        show(document)
      }),
  }
}

/** Lets what was asked for arrive. */
export const settle = () => waitFor(() => queries?.isFetching() === 0 || Promise.reject(new Error('something is still fetched')))
