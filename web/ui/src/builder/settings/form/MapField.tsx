import { useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { useId, useRef, useState, type ReactNode } from 'react'
import { Button, IconButton } from '@/parts/Button'
import styles from './Field.module.css'
import rows from './Map.module.css'
import { FieldFrame } from './FieldFrame'
import type { FieldProps } from './fields'
import { useForm } from './FormContext'
import { labelOf } from './labels'
import { fresh } from './ListField'
import { ParamField } from './ParamField'
import { at } from './path'
import { entrySchema, isObject } from './schema'

type Props = FieldProps & {
  /** What a key is called, such as "Variable". */
  keyName?: string
  /** Keys that can be chosen. */
  suggestions?: readonly string[]
  /** Why a key is not one, or nothing. */
  refuseKey?: (key: string) => string | undefined
  /** Outcomes that change their name with a key. */
  renamed?: (from: string, to: string) => Record<string, string>
  /** Keys are short. */
  narrow?: boolean
  /** Above the entries. */
  before?: ReactNode
}

/** Keys with their values. A new entry enters the document when it has a key. */
export function MapField({ path, schema, required, label, bare, keyName, suggestions, refuseKey, renamed, narrow, before }: Props) {
  const { t } = useLingui()
  const form = useForm()
  const box = useRef<HTMLDivElement>(null)
  const list = useId()
  const [adding, setAdding] = useState(false)
  const value = at(form.node.params, path)
  const map = isObject(value) ? value : {}
  const entry = entrySchema(schema)
  const name = label ?? labelOf(form.type.name, path)
  const what = keyName ?? t`Name`

  const refuse = (key: string, but?: string): string | undefined => {
    if (key.trim() === '') return t`Write a name.`
    if (key !== but && Object.hasOwn(map, key)) return t`“${key}” is there already: choose another name.`
    return refuseKey?.(key)
  }

  function rename(from: string, to: string) {
    const next = Object.fromEntries(Object.entries(map).map(([key, one]) => [key === from ? to : key, one]))
    form.put(path, next, { ...(renamed && { renamed: renamed(from, to) }) })
  }

  function remove(key: string) {
    const next = Object.fromEntries(Object.entries(map).filter(([other]) => other !== key))
    form.put(path, Object.keys(next).length > 0 ? next : undefined, { deed: 'remove' })
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[data-add]')?.focus())
  }

  function add(key: string) {
    setAdding(false)
    form.put(path, { ...map, [key]: fresh(entry) }, { deed: 'add' })
    requestAnimationFrame(() => [...(box.current?.querySelectorAll<HTMLElement>('[data-value]') ?? [])].at(-1)?.querySelector<HTMLElement>('input, textarea')?.focus())
  }

  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare} group>
      {() => (
        <div ref={box} className={rows.map} data-narrow={narrow || undefined}>
          {before}
          {suggestions && (
            <datalist id={list}>
              {suggestions.map((one) => (
                <option key={one} value={one}>
                  {one}
                </option>
              ))}
            </datalist>
          )}
          {Object.keys(map).map((key) => (
            <div key={key} className={rows.row}>
              <KeyInput label={t`${what} of ${key}`} value={key} list={suggestions && list} readOnly={form.readOnly} refuse={(next) => refuse(next, key)} onCommit={(next) => rename(key, next)} />
              <div className={rows.value} data-value={key}>
                <ParamField path={[...path, key]} schema={entry} label={t`${name}: ${key}`} bare />
              </div>
              {!form.readOnly && (
                <IconButton size="s" label={t`Remove ${key}`} onClick={() => remove(key)}>
                  <Trash2 size={16} aria-hidden />
                </IconButton>
              )}
            </div>
          ))}
          {adding && (
            <div className={rows.row}>
              <KeyInput label={t`New: ${what}`} value="" list={suggestions && list} focus readOnly={false} refuse={(next) => refuse(next)} onCommit={add} onLeave={() => setAdding(false)} />
            </div>
          )}
          {!form.readOnly && !adding && (
            <Button data-add size="s" variant="quiet" icon={<Plus size={14} aria-hidden />} onClick={() => setAdding(true)}>
              {t`Add to ${name}`}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}

type KeyProps = {
  label: string
  value: string
  readOnly: boolean
  focus?: boolean
  list?: string | undefined
  refuse: (key: string) => string | undefined
  onCommit: (key: string) => void
  onLeave?: () => void
}

/** A key is renamed when it is left, so that half of a name never takes another entry's place. */
function KeyInput({ label, value, readOnly, focus, list, refuse, onCommit, onLeave }: KeyProps) {
  const id = useId()
  const [text, setText] = useState(value)
  const [error, setError] = useState<string>()
  const done = useRef(false)

  function commit() {
    if (done.current) return
    if (text === value) {
      setError(undefined)
      if (!value) onLeave?.()
      return
    }
    const why = refuse(text)
    setError(why)
    if (why) return
    done.current = true
    onCommit(text)
  }

  return (
    <div className={rows.key}>
      <input
        ref={focus ? (input) => input?.focus() : undefined}
        type="text"
        className={styles.control}
        aria-label={label}
        aria-invalid={!!error || undefined}
        aria-describedby={error && id}
        autoComplete="off"
        list={list}
        value={text}
        readOnly={readOnly}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (event.key === 'Escape' && (text !== value || onLeave)) {
            event.stopPropagation()
            setText(value)
            setError(undefined)
            onLeave?.()
          }
        }}
      />
      {error && (
        <p id={id} className={rows.error}>
          {error}
        </p>
      )}
    </div>
  )
}
