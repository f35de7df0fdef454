import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import styles from './Field.module.css'
import { FieldFrame } from './FieldFrame'
import type { FieldProps } from './fields'
import { useForm, useTyping } from './FormContext'
import { at, written } from './path'
import { equal } from './schema'

/** A value as JSON: what no other field can show, so that nothing is lost. */
export function RawField({ path, schema, required, label, bare }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const typing = useTyping()
  const value = at(form.node.params, path)
  const [typed, setTyped] = useState<{ text: string; means: unknown; refused: boolean }>()
  const current = typed && equal(typed.means, value) ? typed : undefined
  const text = current?.text ?? (value === undefined ? '' : JSON.stringify(value, undefined, 2))
  const said = form.findings.of(written(path))
  const told = current?.refused ? [{ level: 'error' as const, message: t`This is no JSON yet: texts stand in "quotes", lists in [ ], mappings in ${'{ }'}.` }, ...said] : said

  function type(next: string) {
    if (next.trim() === '' && !bare) {
      setTyped(undefined)
      form.put(path, undefined, { typing: typing.key() })
      return
    }
    try {
      const means: unknown = JSON.parse(next)
      setTyped({ text: next, means, refused: false })
      if (!equal(means, value)) form.put(path, means, { typing: typing.key() })
    } catch {
      setTyped({ text: next, means: value, refused: true })
    }
  }

  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare} told={told}>
      {(wiring) => (
        <textarea
          {...wiring}
          rows={1}
          spellCheck={false}
          className={`${styles.control} ${styles.code}`}
          value={text}
          readOnly={form.readOnly}
          onFocus={typing.onFocus}
          onChange={(event) => type(event.target.value)}
        />
      )}
    </FieldFrame>
  )
}
