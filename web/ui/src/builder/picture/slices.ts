/** What should be there, and how far it is from the middle; and what may stay if it is there already. */
export type Wish = { wanted: { id: string; far: number }[]; kept: Set<string> }

/** What is there next, when at most `most` come, the nearest first, and as many go; the same set when nothing is left to do. */
export function nextSlice(now: ReadonlySet<string>, { wanted, kept }: Wish, most: number): ReadonlySet<string> {
  const missing = wanted.filter(({ id }) => !now.has(id))
  const gone = [...now].filter((id) => !kept.has(id))
  if (missing.length === 0 && gone.length === 0) return now
  const next = new Set(now)
  for (const id of gone.slice(0, most)) next.delete(id)
  for (const { id } of missing.toSorted((a, b) => a.far - b.far).slice(0, most)) next.add(id)
  return next
}
