/**
 * Whether an error says that a part of the console, fetched when it is first used, is not there. It is so when callflow was
 * updated after the page was opened: the new build's parts have other names.
 */
export function outdated(error: unknown): boolean {
  return error instanceof Error && /dynamically imported module|Importing a module script failed|Unable to preload CSS/.test(error.message)
}
