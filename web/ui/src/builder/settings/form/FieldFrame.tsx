import { useLingui } from '@lingui/react/macro'
import { CircleAlert, Info, RotateCcw, TriangleAlert, X } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import { IconButton } from '@/parts/Button'
import type { Told } from './findings'
import { worst } from './findings'
import { useForm } from './FormContext'
import styles from './Field.module.css'
import { labelOf } from './labels'
import { at, written, type Path } from './path'
import type { Schema } from './schema'

/** What a control has to wear so that its label, its help and what is said of it belong to it. */
export type Wiring = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

type Props = {
  path: Path
  schema: Schema
  required?: boolean | undefined
  /** Instead of the param's own name. */
  label?: string | undefined
  /** Instead of the schema's description; null for none. */
  hint?: ReactNode
  /** What is said of it, where it is more than that of the path itself. */
  told?: readonly Told[]
  /** A group of controls has a legend instead of a label. */
  group?: boolean
  /** Beside the label, at the end. */
  actions?: ReactNode
  bare?: boolean | undefined
  children: (wiring: Wiring) => ReactNode
}

/** A param with its label, its help, its findings and the way back to its default. */
export function FieldFrame({ path, schema, required, label, hint, told, group, actions, bare, children }: Props) {
  const { t } = useLingui()
  const form = useForm()
  const id = useId()
  const name = label ?? labelOf(form.type.name, path)
  const said = told ?? form.findings.of(written(path))
  const help = bare ? undefined : hint === undefined ? schema.description : hint
  const given = at(form.node.params, path) !== undefined
  const wiring: Wiring = {
    id,
    'aria-describedby': [help && `${id}-help`, said.length > 0 && `${id}-said`].filter(Boolean).join(' ') || undefined,
    'aria-invalid': worst(said) === 'error' || undefined,
    'aria-required': required || undefined,
  }
  const Label = group ? 'span' : 'label'
  return (
    <div
      className={styles.field}
      data-param={written(path)}
      {...(group && { role: 'group', 'aria-labelledby': `${id}-label`, 'aria-describedby': wiring['aria-describedby'] })}
    >
      <div className={bare ? 'sr-only' : styles.head}>
        <Label id={`${id}-label`} className={styles.label} {...(!group && { htmlFor: id })}>
          {name}
          {required && (
            <span className={styles.required} title={t`needed`}>
              <span aria-hidden>*</span>
              <span className="sr-only"> ({t`needed`})</span>
            </span>
          )}
        </Label>
        {actions}
        {given && !required && (!group || schema.default !== undefined) && !bare && !form.readOnly && (
          <IconButton size="s" label={schema.default === undefined ? t`Clear ${name}` : t`Reset ${name} to default`} className={styles.reset} onClick={() => form.put(path, undefined, { deed: 'reset' })}>
            {schema.default === undefined ? <X size={14} aria-hidden /> : <RotateCcw size={14} aria-hidden />}
          </IconButton>
        )}
      </div>
      {children(wiring)}
      <Said id={`${id}-said`} told={said} />
      {help && (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      )}
    </div>
  )
}

const icons = { error: CircleAlert, warning: TriangleAlert, note: Info }

/** What is said of something, in words. */
export function Said({ id, told }: { id?: string; told: readonly Told[] }) {
  const { t } = useLingui()
  if (told.length === 0) return null
  const words = { error: t`Error:`, warning: t`Warning:`, note: t`Note:` }
  return (
    <ul id={id} className={styles.said}>
      {told.map(({ level, message }, index) => {
        const Icon = icons[level]
        return (
          <li key={index} data-level={level}>
            <Icon size={14} aria-hidden />
            <span>
              <span className="sr-only">{words[level]} </span>
              {message}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
