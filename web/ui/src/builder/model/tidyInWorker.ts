import type { Point } from './document'
import type { TidyInput } from './tidy'

/** Tidies in a worker, which is fetched when it is first needed, so that the page stays quick. */
export function tidyInWorker(input: TidyInput): Promise<Record<string, Point>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./tidy.worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<Record<string, Point>>) => {
      worker.terminate()
      resolve(data)
    })
    worker.addEventListener('error', (event) => {
      worker.terminate()
      reject(new Error(event.message || 'The layout could not be worked out.'))
    })
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    worker.postMessage(input)
  })
}
