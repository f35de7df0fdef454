import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { promisify } from 'node:util'

const root = path.resolve(import.meta.dirname, '../../..')
const program = path.join(root, '.run/bin/demophone')

/**
 * A real call through the private Asterisk: somebody outside dials a number that rings alice, and she answers. Resolves when each
 * has heard the other.
 */
export async function answeredCall(number: string, from: string): Promise<{ hangsUp: () => Promise<void> }> {
  await promisify(execFile)('go', ['build', '-o', program, './scripts/demophone'], { cwd: root })
  const child = spawn(program, ['answered', number, from], { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data: Buffer) => (said += data.toString()))
  const ended = once(child, 'exit') as Promise<[number | null]>
  const connected = new Promise<void>((resolve) => child.stdout.on('data', (data: Buffer) => data.includes('connected') && resolve()))
  const failed = ended.then(([status]) => {
    throw new Error(`the telephones ended with ${status}: ${said}`)
  })
  await Promise.race([connected, failed])
  failed.catch(() => undefined)
  return {
    hangsUp: async () => {
      child.stdin.end()
      const [status] = await ended
      if (status !== 0) throw new Error(`the telephones ended with ${status}: ${said}`)
    },
  }
}
