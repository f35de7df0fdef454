import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import styles from './Field.module.css'
import { FieldFrame } from './FieldFrame'
import type { FieldProps } from './fields'
import { useForm } from './FormContext'
import { fresh } from './ListField'
import { ParamField } from './ParamField'
import { at } from './path'
import { fits } from './schema'
import { validate } from './validate'

/** A value of one of several forms: first which, then the form itself. */
export function VariantField({ path, schema, required, label, bare }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const value = at(form.node.params, path)
  const forms = schema.oneOf ?? schema.anyOf ?? []
  // Two forms can hold the same value: what was chosen goes before what fits.
  const [asked, setAsked] = useState<number>()
  const fitting = forms.findIndex((one) => validate(one, value).length === 0)
  const rough = fitting >= 0 ? fitting : forms.findIndex((one) => fits(one, value))
  const chosen = value === undefined ? -1 : asked !== undefined && fits(forms[asked] ?? {}, value) ? asked : rough
  const shape = forms[chosen]
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => (
        <>
          <select
            {...wiring}
            className={styles.control}
            disabled={form.readOnly}
            value={chosen}
            onChange={(event) => {
              const index = Number(event.target.value)
              const next = forms[index]
              setAsked(index)
              form.put(path, next && fresh(next))
            }}
          >
            <option value={-1}>{t`Not set`}</option>
            {forms.map((one, index) => (
              <option key={index} value={index}>
                {one.title ?? one.type ?? t`Form ${index + 1}`}
              </option>
            ))}
          </select>
          {shape && <ParamField path={path} schema={shape} label={shape.title ?? label} bare />}
        </>
      )}
    </FieldFrame>
  )
}
