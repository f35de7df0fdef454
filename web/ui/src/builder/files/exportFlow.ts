import { request } from '@/api/client'
import { save } from '@/parts/save'
import type { FlowDocument } from '../model/document'

/** Offers the flow as it is edited as a file: the text that `callflow flow export` would print of it. */
export async function exportFlow(document: FlowDocument, name: string, as: 'yaml' | 'json'): Promise<void> {
  const type = `application/${as}`
  const { data } = await request<unknown>('POST', '/exports', { body: { document }, headers: { Accept: `${type}, application/problem+json;q=0.5` } })
  save(typeof data === 'string' ? data : `${JSON.stringify(data, null, 2)}\n`, `${name}.flow.${as}`, type)
}
