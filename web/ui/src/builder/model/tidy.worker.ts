import { tidy, type TidyInput } from './tidy'

self.addEventListener('message', ({ data }: MessageEvent<TidyInput>) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  self.postMessage(tidy(data))
})
