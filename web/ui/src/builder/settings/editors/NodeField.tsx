import { FieldFrame } from '../form/FieldFrame'
import type { FieldProps } from '../form/fields'
import { useForm } from '../form/FormContext'
import { labelOf } from '../form/labels'
import { at } from '../form/path'
import { Combo } from './Combo'

/** A node of this flow, by its label. */
export function NodeField({ path, schema, required, label, bare }: FieldProps) {
  const form = useForm()
  const value = String(at(form.node.params, path) ?? '')
  const items = Object.entries(form.document.nodes)
    .filter(([id]) => id !== form.nodeId)
    .map(([id, node]) => ({ value: id, label: node.label || id, detail: node.label ? `${node.type} · ${id}` : node.type }))
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
      {(wiring) => (
        <Combo
          {...wiring}
          label={labelOf(form.type.name, path)}
          value={value}
          shown={items.find((one) => one.value === value)?.label ?? value}
          items={items}
          readOnly={form.readOnly}
          onChoose={(id) => form.put(path, id || undefined)}
          read={(text) => text}
        />
      )}
    </FieldFrame>
  )
}
