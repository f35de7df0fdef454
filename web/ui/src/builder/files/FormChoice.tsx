import { useLingui } from '@lingui/react/macro'
import { Select } from '@/parts/Field'
import type { Form } from './form'

/** Whose form a file has. */
export function FormChoice({ form, onForm }: { form: Form; onForm: (form: Form) => void }) {
  const { t } = useLingui()
  return (
    <Select
      label={t`What it is`}
      value={form}
      onChange={({ target }) => onForm(target.value as Form)}
      choices={[
        { value: 'callflow', label: t`A flow of callflow` },
        { value: 'scenario', label: t`A scenario: a list of actions` },
        { value: 'twilio-studio', label: 'Twilio Studio' },
        { value: 'kazoo', label: 'Kazoo' },
        { value: 'openvbx', label: 'OpenVBX' },
      ]}
    />
  )
}
