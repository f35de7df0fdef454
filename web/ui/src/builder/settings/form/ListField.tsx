import { useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import { useRef } from 'react'
import { Button } from '@/parts/Button'
import { FieldFrame } from './FieldFrame'
import type { FieldProps } from './fields'
import { useForm } from './FormContext'
import { labelOf } from './labels'
import { ParamField } from './ParamField'
import { at, move } from './path'
import { entrySchema, kindOf, type Schema } from './schema'
import { Sortable } from './Sortable'

/** A list of anything: add, remove, move. */
export function ListField({ path, schema, required, label, bare }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const box = useRef<HTMLDivElement>(null)
  const value = at(form.node.params, path)
  const items: readonly unknown[] = Array.isArray(value) ? value : []
  const entry = entrySchema(schema)
  const name = label ?? labelOf(form.type.name, path)
  const full = items.length >= (schema.maxItems ?? Infinity)
  const cards = ['object', 'map', 'variant'].includes(kindOf(entry))

  function add() {
    form.put(path, [...items, fresh(entry)], { deed: 'add' })
    requestAnimationFrame(() => {
      const rows = box.current?.querySelectorAll(':scope > ol > li')
      rows?.[items.length]?.querySelector<HTMLElement>('input, select, textarea')?.focus()
    })
  }

  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare} group>
      {() => (
        <div ref={box}>
          <Sortable
            label={name}
            count={items.length}
            nameOf={(index) => (typeof items[index] === 'string' && items[index] ? String(items[index]) : t`${name} ${index + 1}`)}
            onMove={(from, to) => form.put(path, move(items, from, to), { deed: 'move' })}
            onRemove={(index) => {
              const left = items.filter((_, other) => other !== index)
              form.put(path, left.length > 0 ? left : undefined, { deed: 'remove' })
            }}
            readOnly={form.readOnly}
            cards={cards}
          >
            {(index) => <ParamField path={[...path, index]} schema={entry} label={t`${name} ${index + 1}`} bare={!cards} />}
          </Sortable>
          {!form.readOnly && (
            <Button data-add size="s" variant="quiet" icon={<Plus size={14} aria-hidden />} disabled={full} onClick={add}>
              {t`Add to ${name}`}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  )
}

/** What a new entry of a list begins as. */
export function fresh(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default
  switch (kindOf(schema)) {
    case 'text':
      return ''
    case 'number':
      return schema.minimum ?? 0
    case 'boolean':
      return false
    case 'choice':
      return schema.enum?.[0]
    case 'list':
      return []
    case 'map':
    case 'object':
      return {}
    case 'variant':
      return fresh((schema.oneOf ?? schema.anyOf)?.[0] ?? {})
    default:
      return ''
  }
}
