/** Where to go after signing in: only to an address of this site, and not to the sign-in page again. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined
  // The browser's own reading, as it drops tabs and takes \ for /.
  const here = 'http://here.invalid'
  const url = URL.canParse(next, here) ? new URL(next, here) : undefined
  if (url?.origin !== here || url.pathname === '/signin') return undefined
  return url.pathname + url.search + url.hash
}

/** The search of a page that leads on. It always says `next`: what a route leaves out, the router takes from the address unread. */
export function leadsTo(search: Record<string, unknown>): { next?: string | undefined } {
  return { next: safeNext(search.next) }
}
