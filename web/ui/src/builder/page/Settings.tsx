import type { Finding } from '@/api/problem'
import { renameId, setFields, setParams } from '../model/operations'
import { serverReferences } from '../settings/references'
import { NodeSettings, type NodeSettingsProps } from '../settings/NodeSettings'
import { useBuilder, useFlow } from '../state/context'

/** The settings of one node, wired to the document. */
export default function Settings({ id, findings }: { id: string; findings: readonly Finding[] }) {
  const { store, ui, catalog, mayEdit } = useBuilder()
  const flow = useFlow()
  const type = catalog.get(flow.nodes[id]?.type ?? '')
  return (
    <NodeSettings
      document={flow}
      nodeId={id}
      nodeType={type as NodeSettingsProps['nodeType']}
      findings={findings}
      references={serverReferences}
      readOnly={!mayEdit}
      onChange={(change) => {
        const name = { kind: 'settings', text: change.step } as const
        if ('fields' in change) store.do(name, (draft) => setFields(draft, id, change.fields), change.group)
        else store.do(name, (draft) => setParams(draft, id, change.params, change.renamed), change.group)
      }}
      onRename={(to) => {
        store.do({ kind: 'rename', what: to }, (draft) => renameId(draft, id, to))
        ui.select([store.document.nodes[to] ? to : id])
      }}
    />
  )
}
