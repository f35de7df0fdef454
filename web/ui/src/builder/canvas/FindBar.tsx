import { useLingui } from '@lingui/react/macro'
import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { IconButton } from '@/parts/Button'
import { findNodes } from '../model/find'
import { useBuilder, useFlow } from '../state/context'
import styles from './FindBar.module.css'

/** Finds nodes by label, id or content. */
export function FindBar() {
  const { t } = useLingui()
  const { ui, canvas, catalog } = useBuilder()
  const flow = useFlow()
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const found = useMemo(() => findNodes(flow, query, catalog.title), [flow, query, catalog])
  const at = found[Math.min(index, found.length - 1)]

  function show(list: typeof found, to: number) {
    const next = (to + list.length) % Math.max(1, list.length)
    setIndex(next)
    const one = list[next]
    if (!one) return
    ui.set({ current: one.id, exit: undefined, selected: new Set([one.id]), way: undefined })
    canvas.current?.reveal([one.id])
  }
  function close() {
    ui.set({ find: false })
    canvas.current?.focus()
  }
  const position = Math.min(index, found.length - 1) + 1
  const count = found.length
  return (
    <search className={styles.bar}>
      <input
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was asked for
        autoFocus
        type="search"
        aria-label={t`Find nodes`}
        placeholder={t`Label, id or content`}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value)
          show(findNodes(flow, target.value, catalog.title), 0)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') show(found, index + (event.shiftKey ? -1 : 1))
          else if (event.key === 'Escape') close()
          else return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      <output className={styles.count}>{query && (count > 0 ? t`${position} of ${count}` : t({ message: 'none', context: 'nothing found' }))}</output>
      <IconButton size="s" label={t`Previous`} onClick={() => show(found, index - 1)}>
        <ChevronUp size={16} aria-hidden />
      </IconButton>
      <IconButton size="s" label={t`Next`} onClick={() => show(found, index + 1)}>
        <ChevronDown size={16} aria-hidden />
      </IconButton>
      <IconButton size="s" label={t`Close`} onClick={close}>
        <X size={16} aria-hidden />
      </IconButton>
      {at && at.where !== 'label' && <p className={styles.where}>{at.text}</p>}
    </search>
  )
}
