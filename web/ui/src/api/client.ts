import { i18n } from '@lingui/core'
import { Problem, problemOf } from './problem'
import { heardOf } from './updated'

export type Query = Record<string, string | number | boolean | undefined | null | readonly string[]>

export type Request = {
  query?: Query
  /** Sent as JSON, unless it is a form, a file or text. */
  body?: unknown
  /** The ETag of the version that the change was made from. */
  ifMatch?: string | undefined
  /** For a POST that may be sent again after a lost connection. */
  idempotencyKey?: string
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
  /** An answer 401 is given back as it is, instead of asking the person to sign in and sending the request again. */
  anonymous?: boolean
}

/** What came back, with its version where the server gives one. */
export type Answer<T> = { data: T; etag: string | undefined; headers: Headers }

/** Why the server lets somebody do nothing more: the session has ended, or the company now asks for a second factor. */
export type Locked = 'signed_out' | 'second_factor_needed'

/** Asks the person for what is missing; settles when that was done. Set by the app (src/signin/SignInAgain). */
export type Unlock = (why: Locked) => Promise<void>
let unlock: Unlock | undefined

export function onLocked(ask: Unlock | undefined): void {
  unlock = ask
}

/** Asks the person to sign in again; false when nobody can be asked. */
export async function signedInAgain(): Promise<boolean> {
  if (!unlock) return false
  await unlock('signed_out')
  return true
}

function lockedBy(problem: Problem): Locked | undefined {
  if (problem.status === 401) return 'signed_out'
  return problem.code === 'second_factor_needed' ? problem.code : undefined
}

/**
 * Sends one request to /api/v1 and reads the answer; throws a Problem.
 *
 * An expired session loses nothing: the page stays as it is, the person signs in on top of it, or sets up a second factor, and the
 * request, which the server had refused and not done, is sent again.
 */
export async function request<T>(method: string, path: string, options: Request = {}): Promise<Answer<T>> {
  for (;;) {
    const response = await send(method, path, options)
    heardOf(response.headers)
    if (response.ok) {
      return { data: (await read(response)) as T, etag: response.headers.get('ETag') ?? undefined, headers: response.headers }
    }
    const problem = await problemOf(response)
    const why = lockedBy(problem)
    if (!why || options.anonymous || !unlock) throw problem
    await unlock(why)
    options.signal?.throwIfAborted()
  }
}

async function send(method: string, path: string, options: Request): Promise<Response> {
  const headers = new Headers(options.headers)
  if (!headers.has('Accept')) headers.set('Accept', 'application/json, application/problem+json')
  // What the server says is shown beside what the console says.
  if (i18n.locale && !headers.has('Accept-Language')) headers.set('Accept-Language', i18n.locale)
  let body = options.body as BodyInit | undefined
  if (body !== undefined && !(body instanceof FormData) && !(body instanceof Blob) && typeof body !== 'string') {
    body = JSON.stringify(body)
    headers.set('Content-Type', 'application/json')
  }
  if (options.ifMatch) headers.set('If-Match', options.ifMatch)
  if (options.idempotencyKey) headers.set('Idempotency-Key', options.idempotencyKey)
  try {
    return await fetch(address(path, options.query), { method, headers, body: body ?? null, signal: options.signal ?? null })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new Problem(0, { code: 'offline', title: 'callflow cannot be reached', detail: 'callflow did not answer.' })
  }
}

async function read(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  if (/json/.test(response.headers.get('Content-Type') ?? '')) return response.json()
  const text = await response.text()
  return text === '' ? undefined : text
}

/** The address of something below /api/v1, such as for a link that downloads. */
export function address(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value as readonly string[]) params.append(name, one)
    else if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  }
  const text = params.toString()
  return `/api/v1${path}${text && `?${text}`}`
}

/** A path with its parts escaped: path`/users/${name}`. */
export function path(texts: TemplateStringsArray, ...parts: (string | number)[]): string {
  return String.raw({ raw: texts }, ...parts.map((part) => encodeURIComponent(part)))
}

export const api = {
  get: async <T>(at: string, query?: Query, signal?: AbortSignal) => (await request<T>('GET', at, { query: query ?? {}, signal })).data,
  post: async <T>(at: string, body?: unknown, options?: Request) => (await request<T>('POST', at, { ...options, body })).data,
  put: async <T>(at: string, body?: unknown, options?: Request) => (await request<T>('PUT', at, { ...options, body })).data,
  patch: async <T>(at: string, body?: unknown, options?: Request) => (await request<T>('PATCH', at, { ...options, body })).data,
  delete: async <T = void>(at: string, options?: Request) => (await request<T>('DELETE', at, options)).data,
}

/** All of a list that comes in pages, for lists that are known to be short: people, and not calls. */
export async function allOf<T>(at: string, signal?: AbortSignal): Promise<T[]> {
  const items: T[] = []
  for (let after: string | undefined; ; ) {
    const page: Page<T> = await api.get<Page<T>>(at, { limit: 500, after }, signal)
    items.push(...page.items)
    if (!page.next) return items
    after = page.next
  }
}

/** One page of a list. */
export type Page<T> = { items: T[]; next?: string }
