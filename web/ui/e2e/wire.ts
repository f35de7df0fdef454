import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server as Listener, type Socket } from 'node:net'
import { host } from './loopback'

/** What callflow reaches Asterisk through, which can be taken away as if Asterisk had stopped. */
export class Wire {
  private listener: Listener | undefined
  private readonly ends = new Set<Socket>()
  private readonly to: URL
  private port = 0

  constructor(to: string) {
    this.to = new URL(to)
  }

  /** Joins it, or joins it again; returns its address. */
  async join(): Promise<string> {
    const listener = createServer((near) => {
      const far = connect(Number(this.to.port), this.to.hostname)
      for (const [from, into] of [[near, far], [far, near]] as const) {
        this.ends.add(from)
        from.on('data', (data) => into.write(data))
        from.on('error', () => into.destroy())
        from.on('close', () => {
          this.ends.delete(from)
          into.destroy()
        })
      }
    }).listen(this.port, host)
    await once(listener, 'listening')
    this.port = (listener.address() as AddressInfo).port
    this.listener = listener
    return `http://${host}:${this.port}`
  }

  /** Cuts it: what goes through it breaks off, and nothing answers any more. */
  async part(): Promise<void> {
    const { listener } = this
    if (!listener) return
    this.listener = undefined
    const closed = once(listener, 'close')
    listener.close()
    for (const end of this.ends) end.destroy()
    await closed
  }
}
