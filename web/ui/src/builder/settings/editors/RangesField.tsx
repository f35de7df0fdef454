import { useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { Button } from '@/parts/Button'
import { FieldFrame, Said } from '../form/FieldFrame'
import type { FieldProps } from '../form/fields'
import type { Told } from '../form/findings'
import { useForm } from '../form/FormContext'
import { at, move, written, type Path } from '../form/path'
import { RawField } from '../form/RawField'
import { isObject } from '../form/schema'
import { Sortable } from '../form/Sortable'
import { TextInput } from '../form/TextInput'
import { Combo } from './Combo'
import { NameInput } from './NameInput'
import styles from './Ranges.module.css'
import { countries, endsOf, formatOf, gaps, overlaps, type Range } from './ranges'
import { colourOfName } from './time/WeekCalendar'

/** Ranges of postcodes, with a picture of what they cover, what is in none, and what is in two. */
export function RangesField({ path, schema, required, label }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const params = form.node.params ?? {}
  const length = typeof params.length === 'number' ? params.length : Number(form.type.schema.properties?.length?.default ?? 4)
  const format = formatOf(typeof params.country === 'string' ? params.country : '', length)
  const value = at(params, path)
  const ranges = (Array.isArray(value) ? value : []) as Partial<Range>[]
  const names = [...new Set(ranges.map((range) => range?.name ?? ''))]
  const twice = overlaps(format, ranges)
  const open = gaps(format, ranges)
  const [low, high] = [Number(format.first), Number(format.last) + 1]
  const place = ([first, last]: [number, number]) => ({ left: `${((first - low) / (high - low)) * 100}%`, width: `${((last + 1 - first) / (high - low)) * 100}%` })
  const most = 6
  const rest = open.length - most
  const shownGaps = open.slice(0, most).join(', ')
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} group told={form.findings.of(written(path)).filter((one) => one.level !== 'note')} hint={null}>
      {() => (
        <div className={styles.ranges}>
          {ranges.length > 0 && (
            <>
              <div className={styles.line} aria-hidden>
                {ranges.map((range, index) => {
                  const ends = endsOf(format, range)
                  return ends && <span key={index} className={styles.span} title={range.name} style={{ ...place(ends), '--colour': colourOfName(names.indexOf(range.name ?? '')) } as React.CSSProperties} />
                })}
                {twice.map((one) => (
                  <span key={`${one.at}.${one.with}`} className={styles.span} data-overlap style={place(one.ends)} />
                ))}
              </div>
              <p className={styles.scale} aria-hidden>
                <span>{format.first}</span>
                <span>{format.last}</span>
              </p>
              <p className={styles.gaps}>{open.length === 0 ? t`The ranges cover all postcodes.` : rest > 0 ? t`In no range: ${shownGaps} and ${rest} more gaps.` : t`In no range: ${shownGaps}.`}</p>
            </>
          )}
          <Sortable
            label={t`Ranges`}
            count={ranges.length}
            nameOf={(index) => ranges[index]?.name || t`Range ${index + 1}`}
            readOnly={form.readOnly}
            cards
            onMove={(from, to) => form.put(path, move(ranges, from, to), { deed: 'move' })}
            onRemove={(index) => form.put(path, ranges.length > 1 ? ranges.filter((_, one) => one !== index) : undefined, { deed: 'remove' })}
          >
            {(index) => {
              const other = twice.find((one) => one.at === index)
              const same = other && ranges[other.with]
              return isObject(ranges[index]) ? (
                <RangeRow path={[...path, index]} length={format.length} overlap={same && (same.name || same.from || '')} />
              ) : (
                <RawField path={[...path, index]} schema={{}} label={t`Range ${index + 1}`} />
              )
            }}
          </Sortable>
          {!form.readOnly && (
            <Button data-add size="s" variant="quiet" icon={<Plus size={14} aria-hidden />} onClick={() => form.put(path, [...ranges, { name: '', from: '' }], { deed: 'add' })}>
              {t`Add a range`}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}

function RangeRow({ path, length, overlap }: { path: Path; length: number; overlap: string | undefined }) {
  const { t } = useLingui()
  const form = useForm()
  const range = at(form.node.params, path) as Partial<Range>
  const format = formatOf(String(form.node.params?.country ?? ''), length)
  const wrong: Told[] = []
  if (range.from && !endsOf(format, { from: range.from })) wrong.push({ level: 'error', message: t`“${range.from}” is no postcode: write all ${format.length} digits, from ${format.first} to ${format.last}.` })
  else if (range.to && !endsOf(format, { from: range.to })) wrong.push({ level: 'error', message: t`“${range.to}” is no postcode: write all ${format.length} digits, from ${format.first} to ${format.last}.` })
  else if (range.from && range.to && range.to < range.from) wrong.push({ level: 'error', message: t`It ends before it begins: change its ends.` })
  else if (overlap !== undefined) wrong.push({ level: 'error', message: t`It overlaps ${overlap}: change one of them.` })
  // The server says the same of overlaps and ends, later.
  const told = wrong.length > 0 ? wrong : form.findings.within(written(path)).map((one) => one.told)
  const name = range.name || t`this range`
  return (
    <div className={styles.row}>
      <NameInput path={[...path, 'name']} family="range" label={t`Name of ${name}`} placeholder={t`Name`} />
      <div className={styles.ends}>
        <TextInput path={[...path, 'from']} keepEmpty inputMode="numeric" aria-label={t`First postcode of ${name}`} placeholder={format.first} aria-invalid={wrong.length > 0 || undefined} />
        <span aria-hidden>–</span>
        <TextInput path={[...path, 'to']} inputMode="numeric" aria-label={t`Last postcode of ${name}`} placeholder={range.from ?? ''} aria-invalid={wrong.length > 0 || undefined} />
      </div>
      <Said told={told} />
    </div>
  )
}

/** The country whose postcodes they are. */
export function PostcodeCountryField({ path, schema, required, label, bare }: FieldProps) {
  const { t, i18n } = useLingui()
  const form = useForm()
  const words = new Intl.DisplayNames(i18n.locale, { type: 'region' })
  const value = String(at(form.node.params, path) ?? '')
  const items = countries.map((code) => ({ value: code, label: words.of(code.toUpperCase()) ?? code, detail: code }))
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => (
        <Combo
          {...wiring}
          label={t`Countries`}
          value={value}
          shown={items.find((one) => one.value === value.toLowerCase())?.label ?? value}
          items={items}
          placeholder={t`Any, by the number of digits`}
          readOnly={form.readOnly}
          onChoose={(code) => form.put(path, code || undefined)}
          read={(text) => text.toLowerCase()}
        />
      )}
    </FieldFrame>
  )
}
