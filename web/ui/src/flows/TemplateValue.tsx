import { useLingui } from '@lingui/react/macro'
import { useId } from 'react'
import { Checkbox, Select, TextField } from '@/parts/Field'
import type { Parameter, Reference } from './flow'
import { Targets } from './Targets'

type Props = { parameter: Parameter; value: string; references: readonly Reference[]; error: string | undefined; onValue: (value: string) => void }

/** What a parameter of a template is set to, by its sort. */
export function TemplateValue({ parameter, value, references, error, onValue }: Props) {
  const { t } = useLingui()
  const list = useId()
  const { name, about, is, required, choices } = parameter
  const look = { name: `values.${name}`, label: labelOf(name), hint: about, error, optional: !required }
  if (is === 'switch') {
    return <Checkbox label={look.label} hint={about} error={error} checked={value === 'yes'} onChange={(event) => onValue(event.target.checked ? 'yes' : 'no')} />
  }
  if (is === 'list' && name === 'targets') return <Targets {...look} value={value} references={references} onValue={onValue} />
  const offered = choices ? choices.map((choice) => ({ value: choice, label: labelOf(choice) })) : choicesOf(is, references)
  if (offered && (offered.length > 0 || is !== 'target')) {
    const known = value === '' || offered.some((choice) => choice.value === value)
    return (
      <Select
        {...look}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        choices={[
          ...(choices && value !== '' ? [] : [{ value: '', label: offered.length > 0 ? t`Choose …` : t`There is none yet` }]),
          ...(known ? [] : [{ value, label: value }]),
          ...offered,
        ]}
      />
    )
  }
  const sounds = is === 'sound' ? references.filter(({ kind }) => kind === 'audio') : []
  return (
    <>
      <TextField
        {...look}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        {...(is === 'number' && { inputMode: 'decimal' as const })}
        {...(is === 'phone' && { type: 'tel' })}
        {...(sounds.length > 0 && { list })}
      />
      {sounds.length > 0 && (
        <datalist id={list}>
          {sounds.map(({ ref, label }) => (
            <option key={ref} value={ref}>
              {label}
            </option>
          ))}
        </datalist>
      )}
    </>
  )
}

/** What can be chosen for a sort of parameter; undefined where it is written freely. */
function choicesOf(is: Parameter['is'], references: readonly Reference[]): { value: string; label: string }[] | undefined {
  const of = (kinds: string[], by: 'ref' | 'name') =>
    references.filter(({ kind }) => kinds.includes(kind)).map((reference) => ({ value: reference[by], label: reference.label }))
  switch (is) {
    case 'user':
    case 'queue':
      return of([is], 'name')
    case 'box':
      return of(['user', 'group'], 'ref')
    case 'target':
      return of(['user', 'group', 'external'], 'ref')
    default:
      return undefined
  }
}

/** ring_s → Ring s is no label; a unit is said in brackets. */
export function labelOf(name: string): string {
  const text = name.replace(/_s$/, ' (s)').replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
