import type { ComponentProps } from 'react'
import { useForm, useTyping } from './FormContext'
import styles from './Field.module.css'
import { at, type Path } from './path'

type Props = {
  path: Path
  /** What holds when it is empty. */
  placeholder?: string | undefined
  multiline?: boolean
  code?: boolean
  /** An empty text stays in the document instead of being taken away. */
  keepEmpty?: boolean | undefined
  /** Outcomes that have another name with a new text. */
  renamed?: (text: string, was: string) => Record<string, string>
} & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'onFocus' | 'ref'>

/** The text at a path: what is typed between two visits is one step of undo. */
export function TextInput({ path, placeholder, multiline, code, keepEmpty, renamed, className, ...rest }: Props) {
  const form = useForm()
  const typing = useTyping()
  const value = at(form.node.params, path)
  const text = typeof value === 'string' ? value : ''
  const shared = {
    ...rest,
    value: text,
    placeholder: placeholder ?? '',
    readOnly: form.readOnly,
    className: [styles.control, code && styles.code, className].filter(Boolean).join(' '),
    onFocus: typing.onFocus,
    onChange: (event: { target: { value: string } }) => {
      const next = event.target.value
      const how = { typing: typing.key(), ...(renamed && { renamed: renamed(next, text) }) }
      form.put(path, next === '' && !keepEmpty ? undefined : next, how)
    },
  }
  if (multiline) return <textarea rows={2} {...(shared as unknown as ComponentProps<'textarea'>)} />
  return <input type="text" autoComplete="off" {...shared} />
}
