import { CSPProvider } from '@base-ui/react/csp-provider'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { act, cleanup, render, screen } from '@testing-library/react'
import { useState } from 'react'
import { afterEach } from 'vitest'
import type { Finding } from '@/api/problem'
import { apply } from '../form/apply'
import type { FlowDocument, FlowNode, NodeChange, NodeType } from '../form/node'
import { NodeSettings } from '../NodeSettings'
import type { Choice, ReferenceKind, References } from '../references'

i18n.setMessagesCompiler(compileMessage)
i18n.load('en', {})
i18n.activate('en')
afterEach(cleanup)

const library: Record<ReferenceKind, Choice[]> = {
  user: [
    { ref: 'user:alice', name: 'alice', label: 'Alice Adams' },
    { ref: 'user:bob', name: 'bob', label: 'Bob Brown' },
  ],
  group: [{ ref: 'group:sales', name: 'sales', label: 'Sales', detail: '3 members' }],
  queue: [{ ref: 'queue:support', name: 'support' }],
  audio: [
    { ref: 'audio:welcome', name: 'welcome', detail: '4 s' },
    { ref: 'audio:main-menu', name: 'main-menu' },
  ],
  flow: [{ ref: 'flow:After hours', name: 'After hours' }],
  endpoint: [{ ref: 'endpoint:PJSIP/lobby', name: 'PJSIP/lobby' }],
}

export const shelf: References = {
  list: async (kind) => library[kind],
  audioUrl: (name) => `/audio/${name}.wav`,
  upload: async (name) => ({ ref: `audio:${name}`, name }),
  speak: async () => new Blob(['RIFF'], { type: 'audio/wav' }),
}

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

  const view = render(
    <I18nProvider i18n={i18n}>
      <CSPProvider disableStyleElements>
        <Living />
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
export const settle = () => act(async () => void (await new Promise((done) => setTimeout(done))))
