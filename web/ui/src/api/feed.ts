import { address } from './client'

export type Feed = {
  /** Sorts of events, such as `call` and `change`, with what is done with each. */
  on: Readonly<Record<string, (data: unknown) => void>>
  /** Only of this flow. */
  flow?: string | undefined
  /** What was told may be incomplete: the connection was lost, or too much happened. Ask for everything anew. */
  onMissed?: () => void
}

/** After how long a page that nobody looks at lets its connection go, in milliseconds: a browser has only a few for one server. */
const hiddenFor = 60_000
/** After how long a connection is tried again that the server has refused, in milliseconds; the browser sees to all others. */
const again = 3_000

/** Listens to GET /events until the returned function is called. */
export function listen({ on, flow, onMissed }: Feed): () => void {
  let source: EventSource | undefined
  let last = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let lost = false

  function open() {
    clearTimeout(timer)
    source = new EventSource(address('/events', { names: Object.keys(on).join(','), flow, after: last }))
    source.addEventListener('open', () => {
      // What happened meanwhile is told again where the server still knows it; one that was started again does not.
      if (lost) onMissed?.()
      lost = false
    })
    source.addEventListener('error', () => {
      lost = true
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, again)
    })
    source.addEventListener('reset', () => onMissed?.())
    for (const [name, act] of Object.entries(on)) {
      source.addEventListener(name, ({ data, lastEventId }: MessageEvent<string>) => {
        last = lastEventId
        act(JSON.parse(data))
      })
    }
  }
  function close() {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  function look() {
    if (document.visibilityState === 'hidden') {
      clearTimeout(timer)
      timer = setTimeout(() => {
        close()
        lost = true
      }, hiddenFor)
    } else if (!source || source.readyState === EventSource.CLOSED) open()
    else clearTimeout(timer)
  }
  document.addEventListener('visibilitychange', look)
  open()
  return () => {
    document.removeEventListener('visibilitychange', look)
    close()
  }
}
