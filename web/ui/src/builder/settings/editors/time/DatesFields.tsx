import { useLingui } from '@lingui/react/macro'
import { CalendarPlus, FileUp, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from '@/parts/Button'
import field from '../../form/Field.module.css'
import { FieldFrame, Said } from '../../form/FieldFrame'
import type { FieldProps } from '../../form/fields'
import { useForm, useTyping } from '../../form/FormContext'
import { at, move, written, type Path } from '../../form/path'
import { RawField } from '../../form/RawField'
import { isObject } from '../../form/schema'
import { Sortable } from '../../form/Sortable'
import { TextInput } from '../../form/TextInput'
import { Combo } from '../Combo'
import { NameInput } from '../NameInput'
import { ClockInput, isDate } from './ClockInput'
import styles from './DatesFields.module.css'

/** Dates on which something else holds; the first that holds wins. */
export function OverridesField({ path, schema, required, label }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const value = at(form.node.params, path)
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const nameOf = (index: number) => {
    const one = list[index] as { label?: string; name?: string; from_date?: string } | undefined
    return one?.label || one?.name || one?.from_date || t`Override ${index + 1}`
  }
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} group hint={t`They go before the holidays and the hours of the week, in this order.`}>
      {() => (
        <div>
          <Sortable
            label={t`Overrides`}
            count={list.length}
            nameOf={nameOf}
            readOnly={form.readOnly}
            cards
            onMove={(from, to) => form.put(path, move(list, from, to), { deed: 'move' })}
            onRemove={(index) => form.put(path, list.length > 1 ? list.filter((_, one) => one !== index) : undefined, { deed: 'remove' })}
          >
            {(index) => (isObject(list[index]) ? <OverrideRow path={[...path, index]} name={nameOf(index)} /> : <RawField path={[...path, index]} schema={{}} label={nameOf(index)} />)}
          </Sortable>
          {!form.readOnly && (
            <Button
              data-add
              size="s"
              variant="quiet"
              icon={<CalendarPlus size={14} aria-hidden />}
              onClick={() => form.put(path, [...list, { name: t`closed`, from_date: today() }], { deed: 'add' })}
            >
              {t`Add an override`}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}

function today(): string {
  const now = new Date()
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
}

function OverrideRow({ path, name }: { path: Path; name: string }) {
  const { t } = useLingui()
  const form = useForm()
  const typing = useTyping()
  const override = at(form.node.params, path) as Record<string, unknown>
  const told = form.findings.within(written(path)).map((one) => one.told)
  const text = (key: string) => String(override[key] ?? '')

  const date = (key: 'from_date' | 'to_date', label: string) => (
    <input
      type={text(key) === '' || isDate(text(key)) ? 'date' : 'text'}
      className={field.control}
      aria-label={label}
      value={text(key)}
      min={key === 'to_date' ? text('from_date') : undefined}
      readOnly={form.readOnly}
      onFocus={typing.onFocus}
      onChange={(event) => form.put([...path, key], event.target.value || undefined, { typing: typing.key() })}
    />
  )
  return (
    <div className={styles.override}>
      <TextInput path={[...path, 'label']} aria-label={t`What ${name} is called`} placeholder={t`What it is, such as Stocktaking`} />
      <div className={styles.dates}>
        {date('from_date', t`First day of ${name}`)}
        <span aria-hidden>–</span>
        {date('to_date', t`Last day of ${name}`)}
      </div>
      <div className={styles.line}>
        <ClockInput label={t`${name} from`} value={text('from')} placeholder={t`all day`} readOnly={form.readOnly} onChange={(next) => form.put([...path, 'from'], next)} />
        <span aria-hidden>–</span>
        <ClockInput label={t`${name} to`} value={text('to')} placeholder="" readOnly={form.readOnly} onChange={(next) => form.put([...path, 'to'], next)} />
        <span className={styles.arrow} aria-hidden>
          →
        </span>
        <span className={styles.grow}>
          <NameInput path={[...path, 'name']} family="override" label={t`Outcome of ${name}`} placeholder={t`Outcome`} />
        </span>
      </div>
      <Said told={told} />
    </div>
  )
}

/** The calendars that callflow knows; see holidays in docs/nodes.md. */
const calendars = 'at au-act au-nsw au-nt au-qld au-sa au-tas au-vic au-wa ca ch de de-be de-by de-nw es fr gb ie it nl nz us'.split(' ')

const parts: Record<string, string> = {
  act: 'Australian Capital Territory',
  nsw: 'New South Wales',
  nt: 'Northern Territory',
  qld: 'Queensland',
  sa: 'South Australia',
  tas: 'Tasmania',
  vic: 'Victoria',
  wa: 'Western Australia',
  be: 'Berlin',
  by: 'Bayern',
  nw: 'Nordrhein-Westfalen',
}

/** Public holidays: of a country or a part of it, or from a calendar file. */
export function HolidaysField({ path, schema, required, label }: FieldProps) {
  const { t, i18n } = useLingui()
  const form = useForm()
  const file = useRef<HTMLInputElement>(null)
  const [problem, setProblem] = useState<string>()
  const value = at(form.node.params, path)
  const holidays = isObject(value) ? value : undefined
  const country = String(holidays?.country ?? '')
  const ical = typeof holidays?.ical === 'string' ? holidays.ical : undefined
  const countries = new Intl.DisplayNames(i18n.locale, { type: 'region' })
  const items = calendars.map((code) => {
    const [land = '', part] = code.split('-')
    return { value: code, label: [countries.of(land.toUpperCase()), part && parts[part]].filter(Boolean).join(', '), detail: code }
  })
  const told = form.findings.within(written(path)).map((one) => one.told)
  const events = ical?.match(/^BEGIN:VEVENT/gm)?.length ?? 0

  async function take(chosen: File | undefined) {
    if (!chosen) return
    const text = await chosen.text()
    const fits = text.startsWith('BEGIN:VCALENDAR')
    setProblem(fits ? undefined : t`${chosen.name} is no iCalendar file: choose one that ends in .ics.`)
    if (fits) form.put([...path, 'ical'], text)
  }

  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} group told={told}>
      {() => (
        <div className={styles.override}>
          <Combo
            label={t`Country or region`}
            value={country}
            shown={items.find((one) => one.value === country.toLowerCase())?.label ?? country}
            items={items}
            placeholder={t`Country or region`}
            readOnly={form.readOnly}
            onChoose={(code) => form.put([...path, 'country'], code || undefined)}
            read={(text) => text.toLowerCase()}
          />
          {ical !== undefined && (
            <div className={styles.line}>
              <span className={styles.grow}>{t`Calendar file with ${events} events`}</span>
              {!form.readOnly && (
                <Button size="s" variant="quiet" icon={<X size={14} aria-hidden />} onClick={() => form.put([...path, 'ical'], undefined, { deed: 'remove' })}>
                  {t`Remove`}
                </Button>
              )}
            </div>
          )}
          {holidays && (
            <div className={styles.line}>
              <span className={styles.arrow} aria-hidden>
                →
              </span>
              <span className={styles.grow}>
                <TextInput path={[...path, 'name']} aria-label={t`Outcome of the holidays`} placeholder={t`Outcome: override`} />
              </span>
            </div>
          )}
          {!form.readOnly && ical === undefined && (
            <>
              <Button size="s" variant="quiet" className={styles.start} icon={<FileUp size={14} aria-hidden />} onClick={() => file.current?.click()}>
                {t`Use an iCalendar file`}
              </Button>
              <input ref={file} type="file" hidden accept=".ics,text/calendar" aria-label={t`iCalendar file`} onChange={(event) => void take(event.target.files?.[0])} />
            </>
          )}
          {problem && <Said told={[{ level: 'error', message: problem }]} />}
        </div>
      )}
    </FieldFrame>
  )
}
