import { useLingui } from '@lingui/react/macro'
import { FieldFrame } from '../form/FieldFrame'
import type { FieldProps } from '../form/fields'
import { useForm } from '../form/FormContext'
import { labelOf } from '../form/labels'
import { at } from '../form/path'
import type { Choice, ReferenceKind } from '../references'
import { Combo } from './Combo'
import type { Suggestion } from './Suggestions'
import { useChoices } from './useChoices'

/** How a choice stands in lists. */
export const suggestionOf = (choice: Choice, kind: string | undefined): Suggestion => ({
  value: choice.ref,
  label: choice.label || choice.name,
  detail: [kind, choice.label && choice.label !== choice.name ? choice.name : undefined, choice.detail].filter(Boolean).join(' · ') || undefined,
})

/** The names of the kinds, for lists that have several. */
export function useKindWords(): (ref: string) => string {
  const { t } = useLingui()
  const words: Record<string, string> = {
    user: t`user`,
    group: t`group`,
    queue: t`queue`,
    audio: t`audio`,
    flow: t`flow`,
    endpoint: t`telephone`,
    external: t`outside number`,
  }
  return (ref) => words[ref.split(':', 1)[0] ?? ''] ?? ''
}

/** Makes a field that chooses among things of some kinds: user:alice, queue:support. */
export function referenceField(...kinds: ReferenceKind[]) {
  return function ReferenceField({ path, schema, required, label, bare }: FieldProps) {
    const form = useForm()
    const word = useKindWords()
    const choices = useChoices(kinds)
    const value = String(at(form.node.params, path) ?? '')
    const chosen = choices.find((one) => one.ref === value)
    return (
      <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
        {(wiring) => (
          <Combo
            {...wiring}
            label={label ?? labelOf(form.type.name, path)}
            value={value}
            shown={chosen ? chosen.label || chosen.name : value}
            items={choices.map((one) => suggestionOf(one, kinds.length > 1 ? word(one.ref) : undefined))}
            placeholder={kinds.map((kind) => `${kind}:…`).join(', ')}
            readOnly={form.readOnly}
            onChoose={(ref) => form.put(path, ref || undefined)}
            read={(text) => (/^[a-z]+:/.test(text) ? text : text.startsWith('+') ? `external:${text}` : `${kinds[0]}:${text}`)}
          />
        )}
      </FieldFrame>
    )
  }
}

/** Makes a field of fixed choices beside which anything else can be typed. */
export function openChoiceField(choices: () => readonly Suggestion[], read: (text: string) => string | undefined = (text) => text) {
  return function OpenChoiceField({ path, schema, required, label, bare }: FieldProps) {
    const form = useForm()
    const value = String(at(form.node.params, path) ?? '')
    const items = choices()
    const shown = items.find((one) => one.value === value)?.label
    const fallback = schema.default === undefined ? undefined : (items.find((one) => one.value === schema.default)?.label ?? String(schema.default))
    return (
      <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare}>
        {(wiring) => (
          <Combo
            {...wiring}
            label={label ?? labelOf(form.type.name, path)}
            value={value}
            shown={shown ?? value}
            items={items}
            placeholder={fallback}
            readOnly={form.readOnly}
            onChoose={(next) => form.put(path, next || undefined)}
            read={read}
          />
        )}
      </FieldFrame>
    )
  }
}
