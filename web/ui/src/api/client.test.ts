import { i18n } from '@lingui/core'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { address, api, onLocked, path, request } from './client'
import { Problem } from './problem'

const answers: (() => Response | Error)[] = []
const asked: Request[] = []

beforeEach(() => {
  answers.length = asked.length = 0
  onLocked(undefined)
  vi.stubGlobal('fetch', async (at: string, init: RequestInit) => {
    asked.push(new Request(`http://callflow.test${at}`, init))
    const answer = answers.shift()?.()
    if (!answer) throw new Error('one request more than expected')
    if (answer instanceof Error) throw answer
    return answer
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  i18n.loadAndActivate({ locale: 'en', messages: {} })
})

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers } })

test('an answer comes with its version', async () => {
  answers.push(() => json(200, { name: 'alice' }, { ETag: '"7"' }))
  const { data, etag } = await request<{ name: string }>('GET', '/users/alice')
  expect(data.name).toBe('alice')
  expect(etag).toBe('"7"')
})

test('a body is JSON, with the version it was made from', async () => {
  answers.push(() => new Response(null, { status: 204 }))
  await api.put('/users/alice', { full_name: 'Alice' }, { ifMatch: '"7"' })
  expect(asked[0]?.headers.get('If-Match')).toBe('"7"')
  expect(await asked[0]?.json()).toEqual({ full_name: 'Alice' })
})

test('the server is asked in the language that is shown', async () => {
  i18n.loadAndActivate({ locale: 'de', messages: {} })
  answers.push(() => json(200, {}))
  await api.get('/health')
  expect(asked[0]?.headers.get('Accept-Language')).toBe('de')
})

test('a refusal is a Problem with its code, its fields and its findings', async () => {
  answers.push(() =>
    json(422, {
      title: 'Unprocessable Entity',
      detail: 'validation failed',
      code: 'invalid',
      errors: [
        { location: 'body.name', message: 'expected length >= 1' },
        { location: 'query.limit', message: 'too large' },
        { location: 'body.phones[1].external', message: 'too short' },
      ],
      findings: [{ level: 'error', code: 'dangling_edge', message: 'Done leads nowhere.', node: 'menu' }],
    }),
  )
  const problem = (await api.post('/users', {}).catch((error: unknown) => error)) as Problem
  expect(problem).toBeInstanceOf(Problem)
  expect(problem).toMatchObject({ status: 422, code: 'invalid', message: 'validation failed' })
  expect(problem.byField()).toEqual({ name: 'Expected length >= 1', 'query.limit': 'Too large', 'phones[1].external': 'Too short' })
  expect(problem.elsewhere(['name'])).toEqual([{ message: 'Too large' }, { message: 'Too short' }])
  expect(problem.elsewhere(['name', 'phones'])).toEqual([{ message: 'Too large' }])
  expect(problem.findings[0]?.node).toBe('menu')
})

test('an answer that is no problem details, and no answer at all, are Problems too', async () => {
  answers.push(
    () => new Response('<html>Bad Gateway</html>', { status: 502, headers: { 'Content-Type': 'text/html' } }),
    () => new TypeError('Failed to fetch'),
  )
  await expect(api.get('/flows')).rejects.toMatchObject({ status: 502 })
  await expect(api.get('/flows')).rejects.toMatchObject({ status: 0, code: 'offline' })
})

test('an ended session asks to sign in, and sends the request again', async () => {
  answers.push(
    () => json(401, { code: 'signed_out' }),
    () => json(200, 'saved'),
  )
  const signIn = vi.fn(() => Promise.resolve())
  onLocked(signIn)
  await expect(api.put('/flows/1/draft', { nodes: {} })).resolves.toBe('saved')
  expect(signIn).toHaveBeenCalledExactlyOnceWith('signed_out')
  expect(await Promise.all(asked.map((one) => one.json()))).toEqual([{ nodes: {} }, { nodes: {} }])
})

test('a company that now asks for a second factor has it set up, and the request is sent again', async () => {
  answers.push(
    () => json(403, { code: 'second_factor_needed' }),
    () => json(200, []),
  )
  const setUp = vi.fn(() => Promise.resolve())
  onLocked(setUp)
  await expect(api.get('/flows')).resolves.toEqual([])
  expect(setUp).toHaveBeenCalledExactlyOnceWith('second_factor_needed')
})

test('whoever signs in is told of a wrong password', async () => {
  answers.push(() => json(401, { code: 'wrong_password' }))
  onLocked(() => Promise.reject(new Error('asked')))
  await expect(request('POST', '/session', { anonymous: true })).rejects.toMatchObject({ code: 'wrong_password' })
})

test('addresses are escaped', () => {
  expect(path`/users/${'a/b?c'}/x`).toBe('/users/a%2Fb%3Fc/x')
  expect(address('/calls', { from: '+49 1', after: undefined, outcome: '', tags: ['a', 'b'], limit: 50 })).toBe(
    '/api/v1/calls?from=%2B49+1&tags=a&tags=b&limit=50',
  )
})
