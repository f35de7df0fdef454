import { useLingui } from '@lingui/react/macro'
import type { FieldProps } from '../form/fields'
import { useForm } from '../form/FormContext'
import { MapField } from '../form/MapField'
import { at } from '../form/path'
import { isObject } from '../form/schema'
import styles from './Keys.module.css'

const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

/** Makes a field of telephone keys with their names: a picture of the keypad, and a list. */
export function keysField(family: 'key' | 'escape') {
  const several = family === 'key'
  return function KeysField(props: FieldProps) {
    const { t } = useLingui()
    const form = useForm()
    const value = at(form.node.params, props.path)
    const keys = isObject(value) ? value : {}
    const longer = (key: string) => Object.keys(keys).some((one) => one.length > 1 && one.startsWith(key))
    const refuse = (key: string) =>
      several
        ? /^[0-9*#]+$/.test(key)
          ? undefined
          : t`Write keys of a telephone: 0 to 9, * and #.`
        : /^[0-9*#]$/.test(key)
          ? undefined
          : t`Write one key of a telephone: 0 to 9, * or #.`

    return (
      <div className={styles.keys}>
        <MapField {...props} keyName={t`Key`} narrow refuseKey={refuse} renamed={(from, to) => ({ [`${family}:${from}`]: `${family}:${to}` })} before={
          <div className={styles.pad} role="group" aria-label={t`Keypad`}>
            {pad.map((key) => {
              const name = Object.hasOwn(keys, key) ? String(keys[key]) : undefined
              return (
                <button
                  key={key}
                  type="button"
                  className={styles.key}
                  data-used={name !== undefined || undefined}
                  data-longer={longer(key) || undefined}
                  disabled={form.readOnly && name === undefined}
                  onClick={(event) => {
                    const box = event.currentTarget.closest('[data-param]')
                    if (name === undefined) form.put([...props.path, key], '', { deed: 'add' })
                    // Its name is written in the list.
                    requestAnimationFrame(() => box?.querySelector<HTMLElement>(`[data-value="${CSS.escape(key)}"] input`)?.focus())
                  }}
                >
                  <span className="sr-only">{t`Key`} </span>
                  <span className={styles.digit}>{key}</span>
                  <span className="sr-only">: {name === undefined ? (longer(key) ? t`begins longer keys` : t`not used`) : ''}</span>
                  {name !== undefined && <span className={styles.name}>{name}</span>}
                </button>
              )
            })}
          </div>
        } />
      </div>
    )
  }
}
