import { address } from '@/api/client'
import { problemOf } from '@/api/problem'

/** What callers would hear of a text; nothing of it is kept. */
export async function hear(text: string, signal?: AbortSignal): Promise<Blob> {
  const response = await fetch(address('/speech'), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
    ...(signal && { signal }),
  })
  if (!response.ok) throw await problemOf(response)
  return response.blob()
}
