import { useLingui } from '@lingui/react/macro'
import { ChevronDown } from 'lucide-react'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import field from '../form/Field.module.css'
import type { Wiring } from '../form/FieldFrame'
import styles from './Combo.module.css'
import { optionId, Suggestions, type Suggestion } from './Suggestions'

type Props = Partial<Wiring> & {
  /** What the list is of. */
  label: string
  value: string
  /** How the value is shown; itself if not given. */
  shown?: string | undefined
  items: readonly Suggestion[]
  placeholder?: string | undefined
  readOnly: boolean
  /** Becomes empty again after each choice, to choose the next one. */
  clears?: boolean
  onChoose: (value: string) => void
  /** What a text that was typed and chosen from no list means; undefined when it means nothing. */
  read?: (text: string) => string | undefined
}

const most = 60

/** A field with a list of what it can be; what is typed filters it, and may be the value itself. */
export function Combo({ label, value, shown, items, placeholder, readOnly, clears, onChoose, read, ...wiring }: Props) {
  const { t } = useLingui()
  const list = useId()
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState<string>()
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(-1)
  const found = typed === undefined || typed === '' ? items.slice(0, most) : matching(items, typed).slice(0, most)
  const showing = open && found.length > 0

  function close() {
    setOpen(false)
    setActive(-1)
  }

  function choose(next: string) {
    setTyped(undefined)
    close()
    if (next !== value || clears) onChoose(next)
  }

  /** What was typed is taken when the field is left. */
  function commit() {
    close()
    if (typed === undefined) return
    setTyped(undefined)
    if (typed === (shown ?? value)) return
    const exact = items.find((item) => item.label === typed || item.value === typed)
    const next = exact?.value ?? (typed.trim() === '' ? (clears ? undefined : '') : read?.(typed.trim()))
    if (next !== undefined && next !== value) onChoose(next)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (readOnly) return
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault()
        const by = event.key === 'ArrowDown' ? 1 : -1
        setOpen(true)
        if (found.length > 0) setActive(open ? (active + by + found.length) % found.length : by > 0 ? 0 : found.length - 1)
        break
      }
      case 'Enter': {
        const item = showing ? found[active] : undefined
        if (item) {
          event.preventDefault()
          choose(item.value)
        } else commit()
        break
      }
      case 'Escape':
        if (!open && typed === undefined) return
        event.stopPropagation()
        setTyped(undefined)
        close()
        break
    }
  }

  return (
    <div ref={box} className={styles.box}>
      <input
        {...wiring}
        ref={input}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={showing}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={showing && active >= 0 ? optionId(list, active) : undefined}
        {...(!wiring.id && { 'aria-label': label })}
        className={field.control}
        value={typed ?? shown ?? value}
        placeholder={placeholder}
        readOnly={readOnly}
        onChange={(event) => {
          setTyped(event.target.value)
          setOpen(true)
          setActive(event.target.value ? 0 : -1)
        }}
        onClick={() => !readOnly && setOpen(true)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {!readOnly && (
        <button
          type="button"
          tabIndex={-1}
          className={styles.arrow}
          aria-label={t`Show the list: ${label}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => {
            setOpen(!open)
            input.current?.focus()
          }}
        >
          <ChevronDown size={16} aria-hidden />
        </button>
      )}
      {showing && (
        <Suggestions id={list} label={label} anchor={box} items={found} active={active} onActive={setActive} onChoose={(item) => choose(item.value)} />
      )}
    </div>
  )
}

/** The items that have all the words, those that begin so first. */
export function matching(items: readonly Suggestion[], text: string): Suggestion[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  const lower = (item: Suggestion) => `${item.label} ${item.value} ${item.detail ?? ''}`.toLocaleLowerCase()
  const first = words[0] ?? ''
  const starts = (item: Suggestion) => item.label.toLocaleLowerCase().startsWith(first) || item.value.toLocaleLowerCase().startsWith(first)
  const found = items.filter((item) => words.every((word) => lower(item).includes(word)))
  return [...found.filter(starts), ...found.filter((item) => !starts(item))]
}
