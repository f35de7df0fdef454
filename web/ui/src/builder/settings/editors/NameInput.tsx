import { useState } from 'react'
import field from '../form/Field.module.css'
import { worst } from '../form/findings'
import { useForm } from '../form/FormContext'
import { at, written, type Path } from '../form/path'

type Props = { path: Path; label: string; /** slot, range, branch, group: what the outcome begins with. */ family: string; placeholder?: string }

/**
 * A name that an outcome is called by. It is changed when the field is left, so that the outcome's edge goes along from the whole old
 * name to the whole new one; unless others still have the old name, or have the new one already.
 */
export function NameInput({ path, label, family, placeholder }: Props) {
  const form = useForm()
  const [typed, setTyped] = useState<string>()
  const list = at(form.node.params, path.slice(0, -2))
  const mine = path.at(-2)
  const others = Array.isArray(list) ? list.filter((_, index) => index !== mine).map((one) => (one as { name?: unknown } | null)?.name) : []
  const value = String(at(form.node.params, path) ?? '')

  function commit() {
    setTyped(undefined)
    if (typed === undefined || typed === value) return
    const along = value !== '' && typed !== '' && !others.includes(value) && !others.includes(typed)
    form.put(path, typed, along ? { renamed: { [`${family}:${value}`]: `${family}:${typed}` } } : {})
  }

  return (
    <input
      type="text"
      autoComplete="off"
      className={field.control}
      aria-label={label}
      aria-required
      aria-invalid={worst(form.findings.of(written(path))) === 'error' || undefined}
      placeholder={placeholder}
      value={typed ?? value}
      readOnly={form.readOnly}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape' && typed !== undefined) {
          event.stopPropagation()
          setTyped(undefined)
        }
      }}
    />
  )
}
