import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { FieldFrame } from './FieldFrame'
import styles from './Field.module.css'
import type { FieldProps } from './fields'
import { useForm, useTyping } from './FormContext'
import { at, written } from './path'
import { readNumber, spoken, unitOf, unitWord } from './units'

/** A number with its unit. What is no number stays in the field, with a word on it, and out of the document. */
export function NumberField({ path, schema, required, label, bare }: FieldProps) {
  const { t, i18n } = useLingui()
  const form = useForm()
  const typing = useTyping()
  const unit = unitOf(path.at(-1))
  const value = at(form.node.params, path) as number | undefined
  // What is typed, as long as it means the value that the document has.
  const [typed, setTyped] = useState<{ text: string; means: number | undefined; refused: boolean }>()
  const current = typed && typed.means === value ? typed : undefined
  const text = current?.text ?? (value === undefined ? '' : String(value))
  const word = unitWord(unit)
  const range = rangeOf(schema.minimum, schema.maximum)

  function type(next: string) {
    // An entry of a list or a map is taken away by its button, not by emptying it.
    if (next.trim() === '' && !bare) {
      setTyped(undefined)
      if (value !== undefined) form.put(path, undefined, { typing: typing.key() })
      return
    }
    const read = readNumber(next, unit)
    setTyped({ text: next, means: read ?? value, refused: read === undefined })
    if (read !== undefined && read !== value) form.put(path, read, { typing: typing.key() })
  }

  function step(by: number) {
    const from = value ?? (typeof schema.default === 'number' ? schema.default : (schema.minimum ?? 0))
    const size = schema.type === 'integer' || from + by >= 1 ? 1 : 0.1
    const next = Math.round((from + by * size) * 1000) / 1000
    if (next < (schema.minimum ?? -Infinity) || next > (schema.maximum ?? Infinity)) return
    setTyped(undefined)
    form.put(path, next, { typing: typing.key() })
  }

  const refused = current?.refused
    ? [{ level: 'error' as const, message: unit === 's' ? t`“${text}” is no time: write seconds such as 90, or 1 min 30 s.` : t`“${text}” is no number.` }]
    : undefined
  const told = refused ?? form.findings.of(written(path))
  const said = unit === 's' ? spoken(value ?? (typeof schema.default === 'number' ? schema.default : NaN)) : undefined

  function rangeOf(low?: number, high?: number) {
    if (low !== undefined && high !== undefined) return t`${i18n.number(low)} to ${i18n.number(high)}`
    if (low !== undefined) return t`at least ${i18n.number(low)}`
    return high === undefined ? undefined : t`at most ${i18n.number(high)}`
  }

  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare} told={told} hint={[schema.description, range && t`Range: ${range}.`].filter(Boolean).join(' ')}>
      {(wiring) => (
        <div className={styles.number}>
          <input
            {...wiring}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            className={styles.control}
            value={text}
            placeholder={schema.default === undefined ? '' : String(schema.default)}
            readOnly={form.readOnly}
            onFocus={typing.onFocus}
            onBlur={() => current && !current.refused && setTyped(undefined)}
            onChange={(event) => type(event.target.value)}
            onKeyDown={(event) => {
              if (form.readOnly || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
              event.preventDefault()
              step(event.key === 'ArrowUp' ? 1 : -1)
            }}
          />
          {word && <span className={styles.unit}>{said ? `${word} (${said})` : word}</span>}
        </div>
      )}
    </FieldFrame>
  )
}
