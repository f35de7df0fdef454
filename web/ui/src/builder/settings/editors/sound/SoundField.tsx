import { FieldFrame } from '../../form/FieldFrame'
import type { FieldProps } from '../../form/fields'
import { useForm } from '../../form/FormContext'
import { labelOf } from '../../form/labels'
import { at, written } from '../../form/path'
import { flawOfTemplate } from '../completion'
import { useFlaw } from '../TemplateField'
import { SoundControl } from './SoundControl'
import { kindOfSound } from './soundKind'

/** A param that is heard: an audio, or a text to speak. */
export function SoundField({ path, schema, required, label, bare }: FieldProps) {
  const form = useForm()
  const flaw = useFlaw()
  const given = at(form.node.params, path)
  const value = typeof given === 'string' && given !== '' ? given : undefined
  const wrong = value && flawOfTemplate(value) ? flaw(value, 'template') : undefined
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare} told={wrong ? [wrong] : form.findings.of(written(path))}>
      {(wiring) => (
        <SoundControl
          wiring={wiring}
          label={label ?? labelOf(form.type.name, path)}
          value={value}
          fallback={typeof schema.default === 'string' ? schema.default : undefined}
          onChange={(next, typing) => form.put(path, next, { typing })}
        />
      )}
    </FieldFrame>
  )
}

/** A greeting keeps an audio in one param and a text in another; people see one field. */
export function GreetingField({ path, schema, required }: FieldProps) {
  const form = useForm()
  const flaw = useFlaw()
  const said = [...path.slice(0, -1), 'say']
  const audio = at(form.node.params, path)
  const say = at(form.node.params, said)
  const value = typeof audio === 'string' && audio ? audio : typeof say === 'string' && say ? `say:${say}` : undefined
  const text = value?.startsWith('say:') ? value.slice('say:'.length) : value
  const wrong = text ? flaw(text, 'template') : undefined
  const told = wrong ? [wrong] : [...form.findings.of(written(path)), ...form.findings.of(written(said))]
  return (
    <FieldFrame path={path} schema={schema} required={required} told={told} hint={null}>
      {(wiring) => (
        <SoundControl
          wiring={wiring}
          label={labelOf(form.type.name, path)}
          value={text}
          fallback={undefined}
          onChange={(next, typing) => {
            const asAudio = kindOfSound(next) === 'audio'
            form.putAll(
              [
                [path, asAudio ? next : undefined],
                [said, asAudio ? undefined : next],
              ],
              { typing },
            )
          }}
        />
      )}
    </FieldFrame>
  )
}
