/** Where to go after signing in: only to an address of this site, and not to the sign-in page again. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined
  // The browser's own reading, as it drops tabs and takes \ for /.
  const here = 'http://here.invalid'
  const url = URL.canParse(next, here) ? new URL(next, here) : undefined
  if (url?.origin !== here || url.pathname === '/signin') return undefined
  return url.pathname + url.search + url.hash
}
