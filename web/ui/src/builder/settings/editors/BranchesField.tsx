import { useLingui } from '@lingui/react/macro'
import { Plus, Trash2 } from 'lucide-react'
import { Fragment } from 'react'
import { Button, IconButton } from '@/parts/Button'
import field from '../form/Field.module.css'
import { FieldFrame, Said } from '../form/FieldFrame'
import type { FieldProps } from '../form/fields'
import { useForm } from '../form/FormContext'
import { choiceOf } from '../form/labels'
import { at, move, written, type Path } from '../form/path'
import { RawField } from '../form/RawField'
import { isObject, unknownKeys, type Schema } from '../form/schema'
import { Sortable } from '../form/Sortable'
import { TextInput } from '../form/TextInput'
import styles from './Branches.module.css'
import { NameInput } from './NameInput'
import { ParamField } from '../form/ParamField'
import { TemplateInput } from './TemplateInput'
import { useFlaw } from './TemplateField'

type Criterion = { is?: string; scope?: string; within_days?: number; value?: string; compare?: string; than?: number; expression?: string }

const tracked = ['source', 'keyword', 'active_page', 'landing_page', 'campaign', 'referrer']

/** What belongs to a criterion; anything else means nothing for it. */
export function partsOf(is: string | undefined): readonly (keyof Criterion)[] {
  if (is === 'first_time') return ['scope']
  if (is === 'repeat') return ['scope', 'within_days']
  if (is === 'score') return ['compare', 'than', 'scope']
  if (is === 'expression') return ['expression']
  return tracked.includes(is ?? '') ? ['value'] : []
}

/** Branches in the order in which they are tried; each holds when all of its criteria do. */
export function BranchesField({ path, schema, required, label }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const value = at(form.node.params, path)
  const branches: readonly unknown[] = Array.isArray(value) ? value : []
  const nameOf = (index: number) => String((branches[index] as { name?: string } | null)?.name || t`Branch ${index + 1}`)
  const branch = schema.items ?? {}
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} group hint={t`They are tried in this order; the first whose criteria all hold is taken.`}>
      {() => (
        <div>
          <Sortable
            label={t`Branches`}
            count={branches.length}
            nameOf={nameOf}
            readOnly={form.readOnly}
            cards
            onMove={(from, to) => form.put(path, move(branches, from, to), { deed: 'move' })}
            onRemove={(index) => form.put(path, branches.length > 1 ? branches.filter((_, one) => one !== index) : undefined, { deed: 'remove' })}
          >
            {(index) => (isObject(branches[index]) ? <BranchRow path={[...path, index]} schema={branch} name={nameOf(index)} /> : <RawField path={[...path, index]} schema={branch} label={nameOf(index)} />)}
          </Sortable>
          {!form.readOnly && (
            <Button data-add size="s" variant="quiet" icon={<Plus size={14} aria-hidden />} onClick={() => form.put(path, [...branches, { name: '', all: [{ is: 'first_time' }] }], { deed: 'add' })}>
              {t`Add a branch`}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}

function BranchRow({ path, schema, name }: { path: Path; schema: Schema; name: string }) {
  const { t } = useLingui()
  const form = useForm()
  const branch = at(form.node.params, path) as { all?: unknown }
  const criterion = schema.properties?.all?.items ?? {}
  const all = [...path, 'all']
  if (branch.all !== undefined && !Array.isArray(branch.all)) return <RawField path={path} schema={schema} label={name} />
  const list: readonly unknown[] = branch.all ?? []
  const told = [...form.findings.of(written(path)), ...form.findings.of(written([...path, 'name'])), ...form.findings.of(written(all))]
  return (
    <div className={styles.branch}>
      <NameInput path={[...path, 'name']} family="branch" label={t`Name of ${name}`} placeholder={t`Name`} />
      <Said told={told} />
      {list.map((one, index) => (
        <Fragment key={index}>
          <p className={styles.joint}>{index === 0 ? t`if` : t`and`}</p>
          {isObject(one) ? (
            <CriterionRow
              path={[...all, index]}
              schema={criterion}
              name={t`Criterion ${index + 1} of ${name}`}
              onRemove={list.length > 1 ? () => form.put(all, list.filter((_, other) => other !== index), { deed: 'remove' }) : undefined}
            />
          ) : (
            <RawField path={[...all, index]} schema={criterion} label={t`Criterion ${index + 1} of ${name}`} />
          )}
        </Fragment>
      ))}
      {!form.readOnly && (
        <Button size="s" variant="quiet" className={styles.and} icon={<Plus size={14} aria-hidden />} onClick={() => form.put(all, [...list, { is: 'first_time' }], { deed: 'add' })}>
          {t`and…`}
        </Button>
      )}
    </div>
  )
}

function CriterionRow({ path, schema, name, onRemove }: { path: Path; schema: Schema; name: string; onRemove: (() => void) | undefined }) {
  const { t } = useLingui()
  const form = useForm()
  const flaw = useFlaw()
  const one = at(form.node.params, path) as Criterion
  const props = schema.properties ?? {}
  const parts = partsOf(one.is)
  const where = (key: keyof Criterion) => [...path, key]
  const choice = (key: keyof Criterion, value: unknown) => choiceOf(form.type.name, where(key), value)
  const expression = typeof one.expression === 'string' ? one.expression : ''
  const wrong = parts.includes('expression') ? flaw(expression, 'expression') : undefined
  const told = wrong ? [wrong] : form.findings.within(written(path)).map((found) => found.told)
  // What does not belong to this criterion, and what its schema does not name, is kept until it is removed.
  const strangers = [...(Object.keys(props) as (keyof Criterion)[]).filter((key) => key !== 'is' && !parts.includes(key) && one[key] !== undefined), ...unknownKeys(schema, one)]

  /** What the new criterion has no use for goes with the old one; undo brings it back. */
  function become(is: string) {
    const keep = partsOf(is)
    const next = Object.fromEntries(Object.entries(one).filter(([key]) => key === 'is' || keep.includes(key as keyof Criterion) || !Object.hasOwn(props, key)))
    form.put(path, { ...next, is, ...(is === 'score' && !one.compare && { compare: '<', than: 5 }) })
  }

  return (
    <div className={styles.criterion}>
      <div className={styles.what}>
      <select className={field.control} aria-label={name} value={one.is ?? ''} disabled={form.readOnly} onChange={(event) => become(event.target.value)}>
        {!props.is?.enum?.includes(one.is) && <option value={one.is ?? ''}>{one.is ?? t`Choose…`}</option>}
        {props.is?.enum?.map((is) => (
          <option key={String(is)} value={String(is)}>
            {choice('is', is)}
          </option>
        ))}
      </select>
        {onRemove && !form.readOnly && (
          <IconButton size="s" label={t`Remove ${name}`} onClick={onRemove}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      <div className={styles.parts}>
        {parts.includes('value') && <TextInput path={where('value')} aria-label={t`Value of ${name}`} placeholder={t`such as summer*; * is any text`} />}
        {parts.includes('compare') && (
          <select className={field.control} aria-label={t`Comparison of ${name}`} value={one.compare ?? ''} disabled={form.readOnly} onChange={(event) => form.put(where('compare'), event.target.value || undefined)}>
            <option value="">{t`Choose…`}</option>
            {props.compare?.enum?.map((sign) => (
              <option key={String(sign)} value={String(sign)}>
                {String(sign)}
              </option>
            ))}
          </select>
        )}
        {parts.includes('than') && <ParamField path={where('than')} schema={props.than ?? {}} label={t`Score of ${name}`} bare />}
        {parts.includes('scope') && (
          <select className={field.control} aria-label={t`Calls of ${name}`} value={one.scope ?? ''} disabled={form.readOnly} onChange={(event) => form.put(where('scope'), event.target.value || undefined)}>
            <option value="">{choice('scope', 'number')}</option>
            {props.scope?.enum?.filter((scope) => scope !== 'number' || one.scope === 'number').map((scope) => (
              <option key={String(scope)} value={String(scope)}>
                {choice('scope', scope)}
              </option>
            ))}
          </select>
        )}
        {parts.includes('within_days') && (
          <select className={field.control} aria-label={t`Within of ${name}`} value={one.within_days ?? ''} disabled={form.readOnly} onChange={(event) => form.put(where('within_days'), event.target.value ? Number(event.target.value) : undefined)}>
            <option value="">{t`ever`}</option>
            {[...new Set([1, 7, 14, 30, 90, 365, ...(typeof one.within_days === 'number' ? [one.within_days] : [])])]
              .toSorted((a, b) => a - b)
              .map((days) => (
                <option key={days} value={days}>
                  {days === 1 ? t`within a day` : t`within ${days} days`}
                </option>
              ))}
          </select>
        )}
        {parts.includes('expression') && (
          <TemplateInput aria-label={t`Expression of ${name}`} language="expression" value={expression} placeholder="vars.vip" onChange={(text, typing) => form.put(where('expression'), text || undefined, { typing })} />
        )}
      </div>
      {strangers.map((key) => (
        <RawField key={key} path={[...path, key]} schema={{}} label={key} />
      ))}
      <Said told={told} />
    </div>
  )
}
