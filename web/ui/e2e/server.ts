import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort, host } from './loopback'
import { Wire } from './wire'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '../../..')

/** What a callflow runs beside; a wire to Asterisk can be cut. */
export type Beside = 'nothing' | 'asterisk' | 'asterisk on a wire'

/**
 * A real callflow with a database of its own. Without an Asterisk it goes on trying to reach one, and serves its pages; `beside` one,
 * it takes the calls of the private Asterisk that the environment names (`scripts/asterisk env`), so only one at a time can.
 */
export class Server {
  readonly url: string
  readonly folder: string
  /** What it reaches Asterisk through, when that can be cut. */
  readonly wire: Wire | undefined
  private readonly env: NodeJS.ProcessEnv
  private process: ChildProcess | undefined
  private output = ''

  private constructor(folder: string, env: NodeJS.ProcessEnv, url: string, wire: Wire | undefined) {
    this.folder = folder
    this.env = env
    this.url = url
    this.wire = wire
  }

  static async make(beside: Beside = 'nothing'): Promise<Server> {
    const folder = await mkdtemp(path.join(tmpdir(), 'callflow-e2e-'))
    const [http, agi, ari] = [await freePort(), await freePort(), await freePort()]
    await writeFile(path.join(folder, 'callflow.toml'), '')
    const pbx: NodeJS.ProcessEnv = beside === 'nothing' ? {} : asterisk()
    const wire = beside === 'asterisk on a wire' ? new Wire(pbx.CALLFLOW_ARI ?? '') : undefined
    if (wire) pbx.CALLFLOW_ARI = await wire.join()
    return new Server(
      folder,
      {
        ...process.env,
        CALLFLOW_CONFIG: path.join(folder, 'callflow.toml'),
        CALLFLOW_DB: path.join(folder, 'callflow.db'),
        CALLFLOW_DATA: path.join(folder, 'data'),
        CALLFLOW_HTTP: `${host}:${http}`,
        CALLFLOW_AGI: `${host}:${agi}`,
        CALLFLOW_ARI: `http://${host}:${ari}/ari`,
        CALLFLOW_ARI_USER: 'nobody',
        CALLFLOW_ARI_PASSWORD: 'nothing',
        CALLFLOW_DRAIN: '0s',
        CALLFLOW_AUTHOR: 'e2e',
        // What cannot be delivered is given up within the time of a test.
        CALLFLOW_OUTBOX_RETRY: '200ms',
        CALLFLOW_OUTBOX_RETRY_MOST: '1s',
        CALLFLOW_OUTBOX_GIVE_UP: '2s',
        ...pbx,
      },
      `http://${host}:${http}`,
      wire,
    )
  }

  /** Starts it, or starts it again after `stop`, with the same database at the same address. */
  async start(): Promise<void> {
    this.output = ''
    const child = spawn(binary(), ['serve'], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.process = child
    const listen = (data: Buffer) => (this.output += data.toString())
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    const deadline = Date.now() + 20_000
    for (;;) {
      if (child.exitCode !== null) throw new Error(`callflow serve ended:\n${this.output}`)
      const answers = await fetch(`${this.url}/healthz`).then(
        () => true,
        () => false,
      )
      if (answers) return
      if (Date.now() > deadline) throw new Error(`callflow serve does not answer:\n${this.output}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** Ends it as a crash would; `start` starts it again. */
  async kill(): Promise<void> {
    const child = this.process
    this.process = undefined
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }

  async stop(): Promise<void> {
    const child = this.process
    this.process = undefined
    if (!child || child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const patience = setTimeout(() => child.kill('SIGKILL'), 10_000)
    await ended
    clearTimeout(patience)
  }

  async remove(): Promise<void> {
    await this.stop()
    await this.wire?.part()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** The key of the one-time link that the first start prints, to make the first admin. */
  async setUpKey(): Promise<string> {
    const deadline = Date.now() + 10_000
    for (;;) {
      // What it prints may come after it answers its first request.
      const key = /\/setup#([\w-]+)/.exec(this.output)?.[1]
      if (key) return key
      if (Date.now() > deadline) throw new Error(`callflow serve printed no set-up link:\n${this.output}`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** The files of what has come in part, such as an upload. */
  async underWay(): Promise<string[]> {
    const all = await readdir(path.join(this.folder, 'data/tmp'), { recursive: true, withFileTypes: true }).catch(() => [])
    return all.filter((one) => one.isFile()).map(({ name }) => name)
  }

  /** The files of a folder of its own: `data/sounds` has the library. None when there is no such folder. */
  async files(folder: string): Promise<string[]> {
    return readdir(path.join(this.folder, folder)).catch(() => [])
  }

  /** The port on which it takes calls from Asterisk by FastAGI, at `host`. */
  agiPort(): number {
    return Number(this.env.CALLFLOW_AGI?.split(':')[1])
  }

  log(): string {
    return this.output
  }

  /** A command of callflow's on the same database: `await server.command('user', 'add', 'bob')`. Returns what it printed. */
  async command(...args: string[]): Promise<string> {
    const { stdout } = await run(binary(), args, { env: this.env })
    return stdout
  }
}

/** How callflow reaches the private Asterisk. */
function asterisk(): NodeJS.ProcessEnv {
  const { ASTERISK_ARI_URL, ASTERISK_ARI_USER, ASTERISK_ARI_PASSWORD, ASTERISK_APP, ASTERISK_BROWSER_PASSWORD } = process.env
  if (!ASTERISK_ARI_URL) throw new Error('there is no Asterisk: scripts/asterisk up --browser, and export what scripts/asterisk env prints')
  return {
    CALLFLOW_ARI: ASTERISK_ARI_URL,
    CALLFLOW_ARI_USER: ASTERISK_ARI_USER,
    CALLFLOW_ARI_PASSWORD: ASTERISK_ARI_PASSWORD,
    CALLFLOW_APP: ASTERISK_APP,
    CALLFLOW_PHONE_PASSWORD: ASTERISK_BROWSER_PASSWORD,
  }
}

function binary(): string {
  return process.env.CALLFLOW_E2E_BIN ?? path.join(root, '.run/bin/callflow-e2e')
}

/** Builds callflow with the pages that are in dist now, once before all tests. */
export async function build(): Promise<void> {
  if (process.env.CALLFLOW_E2E_BIN) return
  await run('go', ['build', '-o', '.run/bin/callflow-e2e', './cmd/callflow'], { cwd: root })
}
