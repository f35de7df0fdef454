import type { RTCSession } from 'jssip/lib/RTCSession'

/** How the server says that the phone reaches Asterisk: GET /phone. */
export type Account = { socket: string; uri: string; user: string; password: string }

/** Where a call is. `ended` says why in `reason`. */
export type Progress =
  | { state: 'connecting' }
  | { state: 'ringing' }
  | { state: 'talking'; since: number }
  | { state: 'ended'; reason: Reason; detail?: string }

/** Why a call is over, as far as people can do something about it. */
export type Reason = 'hung-up' | 'left' | 'no-microphone' | 'no-line' | 'refused' | 'failed'

export type Line = {
  press: (key: string) => void
  mute: (on: boolean) => void
  hangUp: () => void
}

/**
 * Calls a number by SIP over WebSocket (RFC 7118) with the browser's microphone. The library is loaded when somebody calls.
 *
 * `tell` hears of each change; the last is `ended`, once. The line is free after it.
 */
export async function call(account: Account, number: string, tell: (progress: Progress) => void): Promise<Line> {
  tell({ state: 'connecting' })
  const { UA, WebSocketInterface } = await import('jssip')
  const address = new URL(account.socket, window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  const agent = new UA({
    sockets: [new WebSocketInterface(address.href)],
    uri: account.uri,
    authorization_user: account.user,
    password: account.password,
    register: false,
    session_timers: false,
    user_agent: 'callflow console',
  })
  const sound = new Audio()
  let session: RTCSession | undefined
  let over = false
  const end = (reason: Reason, detail?: string) => {
    if (over) return
    over = true
    sound.srcObject = null
    agent.stop()
    tell({ state: 'ended', reason, ...(detail && { detail }) })
  }
  agent.on('disconnected', () => end('no-line'))
  agent.on('connected', () => {
    session ??= start()
  })

  function start(): RTCSession {
    const made = agent.call(`sip:${number}@callflow`, {
      mediaConstraints: { audio: true, video: false },
      pcConfig: { iceServers: [] },
    })
    made.connection?.addEventListener('track', ({ track, streams }) => {
      sound.srcObject = streams[0] ?? new MediaStream([track])
      // The click that began the call lets the page make sound.
      void sound.play().catch(() => undefined)
    })
    made.on('progress', () => tell({ state: 'ringing' }))
    made.on('confirmed', () => tell({ state: 'talking', since: Date.now() }))
    made.on('getusermediafailed', () => end('no-microphone'))
    made.on('ended', ({ originator }) => end(String(originator) === 'local' ? 'hung-up' : 'left'))
    made.on('failed', ({ originator, cause }) => {
      if (cause === 'Canceled' && String(originator) === 'local') end('hung-up')
      else if (cause === 'User Denied Media Access') end('no-microphone')
      else end(String(originator) === 'remote' ? 'refused' : 'failed', cause)
    })
    return made
  }

  agent.start()
  return {
    press: (key) => {
      if (session?.isEstablished()) session.sendDTMF(key, { transportType: 'RFC2833' as never })
    },
    mute: (on) => {
      if (on) session?.mute({ audio: true })
      else session?.unmute({ audio: true })
    },
    hangUp: () => {
      if (session && !session.isEnded()) session.terminate()
      else end('hung-up')
    },
  }
}
