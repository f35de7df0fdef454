import { useLingui } from '@lingui/react/macro'
import { CircleHelp, Phone, PhoneForwarded, User, Users } from 'lucide-react'
import { FieldFrame, Said } from '../form/FieldFrame'
import type { FieldProps } from '../form/fields'
import { worst } from '../form/findings'
import { useForm } from '../form/FormContext'
import { labelOf } from '../form/labels'
import { MapField } from '../form/MapField'
import { at, move, written } from '../form/path'
import { Sortable } from '../form/Sortable'
import { TextInput } from '../form/TextInput'
import { Combo } from './Combo'
import { suggestionOf, useKindWords } from './ReferenceField'
import styles from './Targets.module.css'
import { useChoices } from './useChoices'

const icons: Record<string, typeof User> = { user: User, group: Users, external: PhoneForwarded, endpoint: Phone }

/** Whom to ring, in their order. */
export function TargetsField({ path, schema, required, label }: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const word = useKindWords()
  const choices = useChoices(['user', 'group', 'external'])
  const value = at(form.node.params, path)
  const targets: readonly unknown[] = Array.isArray(value) ? value : []
  const nameOf = (index: number) => {
    const ref = String(targets[index])
    const known = choices.find((one) => one.ref === ref)
    return known ? known.label || known.name : ref.replace(/^[a-z]+:/, '')
  }
  const ordered = at(form.node.params, ['strategy']) !== 'all'
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} group hint={t`Users, groups, telephones, or outside numbers such as +61299998888.`}>
      {() => (
        <div className={styles.targets}>
          <Sortable
            label={label ?? labelOf(form.type.name, path)}
            count={targets.length}
            nameOf={nameOf}
            readOnly={form.readOnly}
            onMove={(from, to) => form.put(path, move(targets, from, to), { deed: 'move' })}
            onRemove={(index) => form.put(path, targets.length > 1 ? targets.filter((_, one) => one !== index) : undefined, { deed: 'remove' })}
          >
            {(index) => {
              const ref = String(targets[index])
              const kind = ref.split(':', 1)[0] ?? ''
              const known = choices.find((one) => one.ref === ref)
              const Icon = icons[kind] ?? CircleHelp
              const told = form.findings.of(written([...path, index]))
              return (
                <div className={styles.target} data-bad={worst(told) === 'error' || undefined}>
                  {ordered && <span className={styles.number}>{index + 1}</span>}
                  <Icon size={16} aria-hidden className={styles.icon} />
                  {kind in icons ? (
                    <span className={styles.name}>
                      {nameOf(index)}
                      <span className={styles.kind}>{[word(ref), known?.detail].filter(Boolean).join(' · ')}</span>
                    </span>
                  ) : (
                    <TextInput path={[...path, index]} keepEmpty aria-label={t`Target ${index + 1}`} />
                  )}
                  <Said told={told} />
                </div>
              )
            }}
          </Sortable>
          {!form.readOnly && (
            <Combo
              label={t`Add a target`}
              value=""
              items={choices.filter((one) => !targets.includes(one.ref)).map((one) => suggestionOf(one, word(one.ref)))}
              placeholder={t`Add a user, a group, a number…`}
              readOnly={false}
              clears
              onChoose={(ref) => form.put(path, [...targets, ref], { deed: 'add' })}
              read={readTarget}
            />
          )}
        </div>
      )}
    </FieldFrame>
  )
}

/** What is typed as a target: a number is an outside one, TECH/NAME a telephone, anything else a user. */
export function readTarget(text: string): string | undefined {
  if (/^(user|group|external|endpoint):/.test(text)) return text
  const number = text.replaceAll(/[\s()./-]/g, '')
  if (/^\+\d+$/.test(number)) return `external:${number}`
  if (/^\w+\/\S+$/.test(text)) return `endpoint:${text}`
  return /^\d+$/.test(number) && number.length > 5 ? `external:+${number}` : `user:${text}`
}

/** How many turns a target has; its keys are the targets. */
export function WeightsField(props: FieldProps) {
  const { t } = useLingui()
  const form = useForm()
  const targets = at(form.node.params, ['targets'])
  return <MapField {...props} keyName={t`Target`} suggestions={Array.isArray(targets) ? targets.map(String) : []} />
}
