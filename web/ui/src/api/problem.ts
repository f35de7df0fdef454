import type { Narrowed } from './narrowed'
import type * as schema from './schema'
import type { ErrorDetail, FlowengineFinding, StoreUse } from './schema'

/** One field that the server refused: where it stands in what was sent, and why. */
export type FieldProblem = ErrorDetail

/** What the check of a flow found: in words, with the node and the setting it is about. */
export type Finding = Narrowed<FlowengineFinding, { level: 'error' | 'warning' | 'note' }>

/** What uses a thing that was to be removed. */
export type Use = StoreUse

type Details = Partial<Omit<schema.Problem, 'findings'>> & { findings?: Finding[] | null }

/** An answer of the server that refuses: RFC 9457 problem details, with callflow's code, or no answer at all (status 0). */
export class Problem extends Error {
  readonly status: number
  /** A word for programs, such as `wrong_password`; `offline` when no answer came. */
  readonly code: string
  readonly title: string
  readonly fields: FieldProblem[]
  readonly findings: Finding[]
  /** For 404: names like the one that does not exist. */
  readonly similar: string[]
  /** For 409: what still uses it. */
  readonly uses: Use[]
  /** For 412: the version that the other editor made. */
  readonly etag: string | undefined
  /** For 429 and 503: when to try again, in seconds. */
  readonly retryAfter: number | undefined

  constructor(status: number, details: Details, headers?: Headers) {
    super(details.detail || details.title || `The server answered with ${status}.`)
    this.name = 'Problem'
    this.status = status
    this.code = details.code ?? ''
    this.title = details.title ?? ''
    this.fields = details.errors ?? []
    this.findings = details.findings ?? []
    this.similar = details.similar ?? []
    this.uses = details.uses ?? []
    this.etag = headers?.get('ETag') ?? undefined
    const wait = Number(headers?.get('Retry-After') ?? NaN)
    this.retryAfter = Number.isFinite(wait) ? wait : undefined
  }

  /** Whether what was asked for is not there, or is somebody else's. */
  static isNotFound(error: unknown): boolean {
    return error instanceof Problem && error.status === 404
  }

  /** The texts for a form's fields: `{name: "…"}` of the errors at body.name. */
  byField(): Record<string, string> {
    const found: Record<string, string> = {}
    for (const field of this.fields) {
      const name = field.location?.replace(/^body\./, '')
      if (name && name !== 'body' && field.message) found[name] ??= sentence(field.message)
    }
    return found
  }

  /** The errors that are at none of these fields, nor at parts of them, such as those about the whole body or the query. */
  elsewhere(fields: readonly string[]): { message: string; line: string | undefined }[] {
    const known = (at: string) => fields.includes(at) || fields.includes(at.replace(/[.[].*/, ''))
    return this.fields.flatMap(({ location, message }) => (message && !known(location?.replace(/^body\./, '') ?? '') ? [{ message: sentence(message), line: /^body\.line (\d+)$/.exec(location ?? '')?.[1] }] : []))
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  let details: Details = {}
  try {
    if (/json/.test(response.headers.get('Content-Type') ?? '')) details = (await response.json()) as Details
    else details = { detail: (await response.text()).slice(0, 500).trim() }
  } catch {
    // A body that cannot be read: the status says what there is to say.
  }
  return new Problem(response.status, details, response.headers)
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
