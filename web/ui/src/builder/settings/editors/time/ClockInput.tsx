import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import { FieldFrame, type Wiring } from '../../form/FieldFrame'
import field from '../../form/Field.module.css'
import type { FieldProps } from '../../form/fields'
import { useForm } from '../../form/FormContext'
import { at } from '../../form/path'
import { Combo } from '../Combo'
import { readClock, writeClock } from './week'
import styles from './Clock.module.css'

type Props = Partial<Wiring> & { label: string; value: string; readOnly: boolean; placeholder?: string; onChange: (text: string | undefined) => void }

/** A time of day. The browser's own field knows no 24:00, so it is typed: 9, 9:30, 0930, 24:00. */
export function ClockInput({ label, value, readOnly, placeholder, onChange, ...wiring }: Props) {
  const { t } = useLingui()
  const id = useId()
  const [typed, setTyped] = useState<string>()
  const [refused, setRefused] = useState(false)

  function commit() {
    if (typed === undefined) return
    const text = typed.trim()
    const read = text === '' ? '' : asClock(text)
    setRefused(read === undefined)
    if (read === undefined) return
    setTyped(undefined)
    if (read !== value) onChange(read || undefined)
  }

  return (
    <span className={styles.clock}>
      <input
        {...wiring}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        className={field.control}
        {...(!wiring.id && { 'aria-label': label })}
        aria-invalid={refused || wiring['aria-invalid'] || undefined}
        aria-describedby={[wiring['aria-describedby'], refused && id].filter(Boolean).join(' ') || undefined}
        value={typed ?? value}
        placeholder={placeholder ?? '00:00'}
        readOnly={readOnly}
        onChange={(event) => {
          setTyped(event.target.value)
          setRefused(false)
        }}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (event.key === 'Escape' && typed !== undefined) {
            event.stopPropagation()
            setTyped(undefined)
            setRefused(false)
          }
        }}
      />
      {refused && (
        <span id={id} role="alert" className={styles.refused}>
          {t`Write a time from 00:00 to 24:00.`}
        </span>
      )}
    </span>
  )
}

/** 9 → 09:00, 930 → 09:30, 9.30 → 09:30, 5 pm → 17:00 */
export function asClock(text: string): string | undefined {
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?$/i.exec(text.trim())
  if (!match) return undefined
  const half = match[3]?.toLowerCase()
  let hours = Number(match[1])
  if (half && (hours < 1 || hours > 12)) return undefined
  if (half) hours = (hours % 12) + (half === 'pm' ? 12 : 0)
  const read = readClock(`${hours}:${match[2] ?? '00'}`)
  return read === undefined ? undefined : writeClock(read)
}

/** A time of day as a param. */
export function ClockField({ path, schema, required, label, bare }: FieldProps) {
  const form = useForm()
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => <ClockInput {...wiring} label={label ?? ''} value={String(at(form.node.params, path) ?? '')} readOnly={form.readOnly} onChange={(text) => form.put(path, text)} />}
    </FieldFrame>
  )
}

/** A date as a param. */
export function DateField({ path, schema, required, label, bare }: FieldProps) {
  const form = useForm()
  const value = String(at(form.node.params, path) ?? '')
  // What is no date would be shown as none.
  const date = value === '' || isDate(value)
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => <input {...wiring} type={date ? 'date' : 'text'} className={field.control} value={value} readOnly={form.readOnly} onChange={(event) => form.put(path, event.target.value || undefined)} />}
    </FieldFrame>
  )
}

export const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

/** A time zone of the world, found by any part of its name. */
export function TimezoneField({ path, schema, required, label, bare }: FieldProps) {
  const { t, i18n } = useLingui()
  const form = useForm()
  const value = String(at(form.node.params, path) ?? '')
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => (
        <Combo
          {...wiring}
          label={t`Time zones`}
          value={value}
          items={zones(i18n.locale)}
          placeholder="Australia/Sydney"
          readOnly={form.readOnly}
          onChoose={(zone) => form.put(path, zone || undefined)}
          read={(text) => text}
        />
      )}
    </FieldFrame>
  )
}

const known = new Map<string, { value: string; label: string; detail: string }[]>()

/** All zones, that of this machine first, with their offset of now. */
function zones(locale: string) {
  const made = known.get(locale)
  if (made) return made
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const offset = (timeZone: string) => {
    try {
      return new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'shortOffset' }).formatToParts().find(({ type }) => type === 'timeZoneName')?.value ?? ''
    } catch {
      return '' // a zone that this browser lists and does not know
    }
  }
  const names = [...new Set([own, ...Intl.supportedValuesOf('timeZone'), 'UTC'])]
  const all = names.map((value) => ({ value, label: value, detail: offset(value) }))
  known.set(locale, all)
  return all
}
