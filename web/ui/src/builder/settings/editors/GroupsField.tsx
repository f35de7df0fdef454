import { useLingui } from '@lingui/react/macro'
import { Plus, X } from 'lucide-react'
import { Button } from '@/parts/Button'
import { FieldFrame, Said } from '../form/FieldFrame'
import type { FieldProps } from '../form/fields'
import { useForm } from '../form/FormContext'
import { at, move, written, type Path } from '../form/path'
import { RawField } from '../form/RawField'
import { isObject, unknownKeys, type Schema } from '../form/schema'
import { Sortable } from '../form/Sortable'
import { Combo } from './Combo'
import styles from './Groups.module.css'
import { NameInput } from './NameInput'
import { countryCodes, states } from './places'
import type { Suggestion } from './Suggestions'

/** Groups of places: countries, states, districts, and how numbers begin. */
export function GroupsField({ path, schema, required, label }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const value = at(form.node.params, path)
  const groups: readonly unknown[] = Array.isArray(value) ? value : []
  const nameOf = (index: number) => String((groups[index] as { name?: string } | null)?.name || t`Group ${index + 1}`)
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} group hint={t`A prefix goes before a district, that before a state, that before a country. The longest prefix wins.`}>
      {() => (
        <div>
          <Sortable
            label={t`Groups of places`}
            count={groups.length}
            nameOf={nameOf}
            readOnly={form.readOnly}
            cards
            onMove={(from, to) => form.put(path, move(groups, from, to), { deed: 'move' })}
            onRemove={(index) => form.put(path, groups.length > 1 ? groups.filter((_, one) => one !== index) : undefined, { deed: 'remove' })}
          >
            {(index) => (isObject(groups[index]) ? <GroupRow path={[...path, index]} schema={schema.items ?? {}} name={nameOf(index)} groups={groups} /> : <RawField path={[...path, index]} schema={{}} label={nameOf(index)} />)}
          </Sortable>
          {!form.readOnly && (
            <Button data-add size="s" variant="quiet" icon={<Plus size={14} aria-hidden />} onClick={() => form.put(path, [...groups, { name: '' }], { deed: 'add' })}>
              {t`Add a group`}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}

type Kind = 'countries' | 'regions' | 'prefixes'

function GroupRow({ path, schema, name, groups }: { path: Path; schema: Schema; name: string; groups: readonly unknown[] }) {
  const { t, i18n } = useLingui()
  const form = useForm()
  const group = at(form.node.params, path) as Record<string, unknown>
  const words = new Intl.DisplayNames(i18n.locale, { type: 'region' })
  const countryName = (code: string) => {
    try {
      return words.of(code.toUpperCase()) ?? code
    } catch {
      return code // not of two letters
    }
  }
  // The same place in two groups is refused; the list offers what nobody has yet.
  const taken = new Set(groups.flatMap((one) => (isObject(one) ? [...asList(one.countries), ...asList(one.regions)] : [])).map((place) => String(place).toLowerCase()))
  const offered = (all: Suggestion[]) => all.filter((one) => !taken.has(one.value.toLowerCase()))
  const told = form.findings.within(written(path)).map((found) => found.told)
  const lists: { kind: Kind; label: string; items: Suggestion[]; placeholder: string; show: (place: string) => string; read: (text: string) => string }[] = [
    { kind: 'countries', label: t`Countries of ${name}`, items: offered(countryCodes.map((code) => ({ value: code, label: countryName(code), detail: code }))), placeholder: t`Add a country`, show: countryName, read: (text) => text.toUpperCase() },
    { kind: 'regions', label: t`Regions of ${name}`, items: offered(states), placeholder: t`Add a state, or au/district`, show: (place) => states.find((one) => one.value === place.toLowerCase())?.label ?? place.replace(/^au\//i, ''), read: (text) => text.toLowerCase() },
    { kind: 'prefixes', label: t`Prefixes of ${name}`, items: [], placeholder: t`Add a prefix such as +6129`, show: (place) => place, read: (text) => (text.startsWith('+') ? text : `+${text}`) },
  ]
  return (
    <div className={styles.group}>
      <NameInput path={[...path, 'name']} family="group" label={t`Name of ${name}`} placeholder={t`Name`} />
      {lists.map(({ kind, label, items, placeholder, show, read }) => {
        const places = group[kind]
        if (places !== undefined && !Array.isArray(places)) return <RawField key={kind} path={[...path, kind]} schema={schema.properties?.[kind] ?? {}} label={label} />
        const list = asList(places)
        const put = (next: unknown[], deed: 'add' | 'remove') => form.put([...path, kind], next.length > 0 ? next : undefined, { deed })
        return (
          <div key={kind} className={styles.places} role="group" aria-label={label}>
            {list.map((place, index) => (
              <span key={index} className={styles.place}>
                {show(String(place))}
                {!form.readOnly && (
                  <button type="button" aria-label={t`Remove ${show(String(place))} from ${name}`} onClick={() => put(list.filter((_, one) => one !== index), 'remove')}>
                    <X size={12} aria-hidden />
                  </button>
                )}
              </span>
            ))}
            {!form.readOnly && (
              <div className={styles.add}>
                <Combo label={placeholder} value="" items={items} placeholder={placeholder} readOnly={false} clears onChoose={(place) => put([...list, place], 'add')} read={read} />
              </div>
            )}
          </div>
        )
      })}
      {unknownKeys(schema, group).map((key) => (
        <RawField key={key} path={[...path, key]} schema={{}} label={key} />
      ))}
      <Said told={told} />
    </div>
  )
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
