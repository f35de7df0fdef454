import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { Problem } from '@/api/problem'
import { ErrorBox } from './ErrorBox'
import styles from './Form.module.css'

/**
 * The life of a form: `submit` sends it, `busy` while it is under way; what the server refuses comes back as `errorOf(name)` for
 * its fields, and as `error` for the form. A field that changes loses its error by `touch(name)`.
 */
export function useForm<R>(send: () => Promise<R>, after?: (result: R) => unknown) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [fields, setFields] = useState<Record<string, string>>({})
  const [refusals, setRefusals] = useState(0)
  const element = useRef<HTMLFormElement>(null)

  // The first field that was refused, once all are marked.
  useEffect(() => {
    if (refusals > 0) element.current?.querySelector<HTMLElement>(':is(input, select, textarea)[aria-invalid=true]')?.focus()
  }, [refusals])

  async function submit(event?: FormEvent) {
    event?.preventDefault()
    if (busy) return
    if (event?.currentTarget instanceof HTMLFormElement) element.current = event.currentTarget
    setBusy(true)
    setError(undefined)
    setFields({})
    try {
      const result = await send()
      await after?.(result)
    } catch (failure) {
      setError(failure)
      if (failure instanceof Problem) setFields(failure.byField())
      setRefusals((n) => n + 1)
    } finally {
      setBusy(false)
    }
  }

  return {
    submit,
    busy,
    error,
    errorOf: (name: string) => fields[name],
    touch: (name: string) => setFields((all) => Object.fromEntries(Object.entries(all).filter(([other]) => other !== name))),
    clear: () => {
      setError(undefined)
      setFields({})
    },
  }
}

type Props = {
  form: { submit: (event?: FormEvent) => Promise<void>; error: unknown }
  children?: ReactNode
  /** The names of the fields that show their own errors. */
  fields?: readonly string[]
  /** The buttons. */
  actions?: ReactNode
  id?: string
}

/** Fields under each other, then what went wrong, then the buttons. */
export function Form({ form, children, fields = [], actions, id }: Props) {
  return (
    <form id={id} className={styles.form} onSubmit={(event) => void form.submit(event)} noValidate>
      {children}
      <ErrorBox error={form.error} fields={fields} />
      {actions && <div className={styles.actions}>{actions}</div>}
    </form>
  )
}
