import { connect } from 'node:net'
import { host } from './loopback'
import type { Server } from './server'

/**
 * A call without an Asterisk: says what Asterisk says over FastAGI, and does nothing of what it is told to do. It is over when
 * the flow has ended. For flows that need no sound.
 */
export async function call(server: Server, number: string, caller: string): Promise<void> {
  const head = {
    network: 'yes',
    network_script: `flow?number=${number}`,
    request: `agi://127.0.0.1/flow,${number}`,
    channel: `PJSIP/e2e-${Date.now()}`,
    language: 'en',
    type: 'PJSIP',
    uniqueid: `${Date.now() / 1000}`,
    version: '22.10.1',
    callerid: caller,
    calleridname: 'unknown',
    callingpres: '0',
    dnid: number,
    context: 'callflow-agi',
    extension: number,
    priority: '1',
    arg_1: number,
  }
  await new Promise<void>((resolve, reject) => {
    const socket = connect(server.agiPort(), host)
    socket.setTimeout(15_000, () => socket.destroy(new Error('the flow does not end')))
    // It hangs up with what was said to it unread.
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve() : reject(error)))
    socket.on('close', () => resolve())
    socket.write(Object.entries(head).map(([name, value]) => `agi_${name}: ${value}\n`).join('') + '\n')
    let text = ''
    socket.on('data', (data) => {
      text += data.toString()
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        if (/^EXEC "?Hangup/.test(line)) {
          socket.end('200 result=-1\nHANGUP\n')
          return
        }
        if (line.trim() !== '') socket.write('200 result=0\n')
      }
    })
  })
}
