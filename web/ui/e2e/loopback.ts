import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Where what tests start listens. Connections begin at 127.0.0.1, and take one of its ports each: a port that is free here stays free
 * until whoever it is for listens, or listens again.
 */
export const host = '127.0.0.2'

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, host)
  await once(server, 'listening')
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('no port')
  server.close()
  await once(server, 'close')
  return address.port
}
