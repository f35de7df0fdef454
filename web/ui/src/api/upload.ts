import { t } from '@lingui/core/macro'
import { address, signedInAgain } from './client'
import { Problem, problemOf } from './problem'

/** How much of a form was sent, 0 to 1. */
export type Progress = (part: number) => void

type Options = {
  /** The ETag of the version that the change was made from. */
  ifMatch?: string | undefined
  signal?: AbortSignal | undefined
}

/** How large a sound file may be, as the library has it, in bytes. */
const largest = 64 << 20

/**
 * Sends a form with a file and tells how far it is, which fetch does not. Throws a Problem as `api` does, and asks to sign in
 * again as that does.
 */
export async function upload<T>(method: 'POST' | 'PUT', path: string, form: FormData, onProgress?: Progress, { ifMatch, signal }: Options = {}): Promise<T> {
  // Nobody waits for a large file to be sent, only to hear that it is too large.
  for (const part of form.values()) {
    if (part instanceof File && part.size > largest) throw new Problem(413, { code: 'too_large', detail: t`The file is too large: the limit is 64 MB.` })
  }
  for (;;) {
    const response = await send(method, path, form, { onProgress, ifMatch, signal })
    if (response.ok) return (await response.json()) as T
    const problem = await problemOf(response)
    if (problem.status !== 401 || !(await signedInAgain())) throw problem
  }
}

function send(method: string, path: string, form: FormData, { onProgress, ifMatch, signal }: Options & { onProgress: Progress | undefined }): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address(path))
    request.setRequestHeader('Accept', 'application/json, application/problem+json')
    if (ifMatch) request.setRequestHeader('If-Match', ifMatch)
    const heard = (event: string, what: () => void) => request.addEventListener(event, what)
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => lengthComputable && onProgress?.(loaded / total))
    heard('load', () => {
      const headers = { 'Content-Type': request.getResponseHeader('Content-Type') ?? '' }
      resolve(new Response(request.responseText, { status: request.status, headers }))
    })
    heard('error', () => reject(new Problem(0, { code: 'offline', title: 'callflow cannot be reached', detail: 'callflow did not answer.' })))
    heard('abort', () => reject(new DOMException('The upload was given up.', 'AbortError')))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(form)
  })
}
