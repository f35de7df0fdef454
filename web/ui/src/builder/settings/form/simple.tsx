import { useLingui } from '@lingui/react/macro'
import { RotateCcw } from 'lucide-react'
import { useId } from 'react'
import { IconButton } from '@/parts/Button'
import { FieldFrame, Said } from './FieldFrame'
import styles from './Field.module.css'
import type { FieldProps } from './fields'
import { useForm } from './FormContext'
import { choiceOf, labelOf } from './labels'
import { at, written } from './path'
import { TextInput } from './TextInput'

export function TextField({ path, schema, required, label, bare, multiline = false }: FieldProps & { multiline?: boolean }) {
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => <TextInput {...wiring} path={path} multiline={multiline} keepEmpty={bare} placeholder={schema.default === undefined ? undefined : String(schema.default)} />}
    </FieldFrame>
  )
}

/** One of a few. */
export function ChoiceField({ path, schema, required, label, bare }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const value = at(form.node.params, path)
  const choices = schema.enum ?? []
  const known = value === undefined || choices.includes(value)
  const name = (one: unknown) => choiceOf(form.type.name, path, one)
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => (
        <select
          {...wiring}
          className={styles.control}
          disabled={form.readOnly}
          value={value === undefined ? '' : String(value)}
          onChange={(event) => {
            const chosen = choices.find((one) => String(one) === event.target.value)
            form.put(path, chosen)
          }}
        >
          {(!required || value === undefined) && <option value="">{schema.default === undefined ? (required ? t`Choose…` : t`Not set`) : t`${name(schema.default)} (default)`}</option>}
          {!known && <option value={String(value)}>{t`${String(value)} (unknown)`}</option>}
          {choices.map((one) => (
            <option key={String(one)} value={String(one)}>
              {name(one)}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  )
}

/** Yes or no, as a switch. */
export function SwitchField({ path, schema, label }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const id = useId()
  const value = at(form.node.params, path)
  const name = label ?? labelOf(form.type.name, path)
  const told = form.findings.of(written(path))
  const described = [schema.description && `${id}-help`, told.length > 0 && `${id}-said`].filter(Boolean).join(' ')
  return (
    <div className={styles.switch} data-param={written(path)}>
      <label htmlFor={id} className={styles.label}>
        {name}
      </label>
      {value !== undefined && !form.readOnly ? (
        <IconButton size="s" label={t`Reset ${name} to default`} className={styles.reset} onClick={() => form.put(path, undefined, { deed: 'reset' })}>
          <RotateCcw size={14} aria-hidden />
        </IconButton>
      ) : (
        <span />
      )}
      <input
        id={id}
        type="checkbox"
        className={styles.track}
        disabled={form.readOnly}
        checked={(value ?? schema.default ?? false) === true}
        aria-describedby={described || undefined}
        onChange={(event) => form.put(path, event.target.checked)}
      />
      <Said id={`${id}-said`} told={told} />
      {schema.description && (
        <p id={`${id}-help`} className={styles.help}>
          {schema.description}
        </p>
      )}
    </div>
  )
}
