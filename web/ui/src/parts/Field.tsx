import { Field as Base } from '@base-ui/react/field'
import { useLingui } from '@lingui/react/macro'
import { Eye, EyeOff } from 'lucide-react'
import { useState, type ComponentProps, type ReactElement, type ReactNode } from 'react'
import { IconButton } from './Button'
import styles from './Field.module.css'

export type FieldLook = {
  label: ReactNode
  /** What it means, and what it may be; stays visible. */
  hint?: ReactNode
  /** Why it was refused; empty or undefined when it was not. */
  error?: string | undefined
  /** Its name in what is sent, so that a Form finds the server's errors. */
  name?: string | undefined
  /** "Optional" stands beside the label. */
  optional?: boolean | undefined
}

type Props = FieldLook & { children: ReactElement }

/** A control with its label, its hint and its error, tied together for screen readers. The child takes the wiring: see TextField. */
export function Field({ label, hint, error, name, optional, children }: Props) {
  const { t } = useLingui()
  return (
    <Base.Root className={styles.field} {...(name !== undefined && { name })} invalid={!!error}>
      <Base.Label className={styles.label}>
        {label}
        {optional && <span className={styles.optional}> {t`optional`}</span>}
      </Base.Label>
      {children}
      {error && (
        <Base.Error className={styles.error} match>
          {error}
        </Base.Error>
      )}
      {hint && <Base.Description className={styles.hint}>{hint}</Base.Description>}
    </Base.Root>
  )
}

type ControlProps = Omit<ComponentProps<typeof Base.Control>, 'className' | 'name'>

/** One line of text. */
export function TextField({ label, hint, error, name, optional, ...control }: FieldLook & ControlProps) {
  return (
    <Field label={label} hint={hint} error={error} name={name} optional={optional}>
      <Base.Control {...control} className={styles.control} />
    </Field>
  )
}

/** Several lines. */
export function TextArea({ label, hint, error, name, optional, rows = 4, ...control }: FieldLook & ComponentProps<'textarea'>) {
  return (
    <Field label={label} hint={hint} error={error} name={name} optional={optional}>
      <Base.Control render={<textarea {...control} rows={rows} />} className={`${styles.control} ${styles.area}`} />
    </Field>
  )
}

/** One of a few, by the browser's own list, which is at home on a phone. For search in many use a Combobox. */
export function Select({
  label,
  hint,
  error,
  name,
  optional,
  choices,
  ...control
}: FieldLook & Omit<ComponentProps<'select'>, 'children'> & { choices: readonly { value: string; label: string; disabled?: boolean }[] }) {
  return (
    <Field label={label} hint={hint} error={error} name={name} optional={optional}>
      <Base.Control
        render={
          <select {...control}>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value} disabled={choice.disabled}>
                {choice.label}
              </option>
            ))}
          </select>
        }
        className={`${styles.control} ${styles.select}`}
      />
    </Field>
  )
}

/** A password, which can be looked at. */
export function PasswordField({ label, hint, error, name, optional, ...control }: FieldLook & ControlProps) {
  const { t } = useLingui()
  const [shown, setShown] = useState(false)
  return (
    <Field label={label} hint={hint} error={error} name={name} optional={optional}>
      <div className={styles.password}>
        <Base.Control {...control} type={shown ? 'text' : 'password'} spellCheck={false} autoCapitalize="none" className={styles.control} />
        <IconButton size="s" label={shown ? t`Hide the password` : t`Show the password`} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
        </IconButton>
      </div>
    </Field>
  )
}

type CheckProps = { label: ReactNode; hint?: ReactNode; error?: string | undefined } & Omit<ComponentProps<'input'>, 'type'>

/** A yes or no. */
export function Checkbox({ label, hint, error, name, ...control }: CheckProps) {
  return (
    <Base.Root className={styles.check} {...(name !== undefined && { name })} invalid={!!error}>
      <Base.Control render={<input {...control} type="checkbox" />} className={styles.box} />
      <Base.Label className={styles.checkLabel}>{label}</Base.Label>
      {error && (
        <Base.Error className={styles.error} match>
          {error}
        </Base.Error>
      )}
      {hint && <Base.Description className={styles.hint}>{hint}</Base.Description>}
    </Base.Root>
  )
}
