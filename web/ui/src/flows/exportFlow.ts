import { api, path } from '@/api/client'
import type { FlowDocument } from '@/builder/model/document'
import { save } from '@/parts/save'
import type { Flow } from './flow'

/** Offers a flow's newest revision as a file, which can be imported again. */
export async function exportFlow({ id, name, latest_revision: revision }: Flow): Promise<void> {
  const { document } = await api.get<{ document: FlowDocument }>(path`/flows/${id}/revisions/${revision}`)
  save(`${JSON.stringify(document, null, 2)}\n`, `${name}.flow.json`, 'application/json')
}
