import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useSession } from '@/api/session'
import { Button } from '@/parts/Button'
import { TextField } from '@/parts/Field'
import { Form } from '@/parts/Form'
import { referencesQuery, type Template } from './flow'
import { TemplateValue } from './TemplateValue'
import { useMakeFlow } from './useMakeFlow'

type Props = { template: Template; number: string | undefined; back: ReactNode }

export function FromTemplate({ template, number, back }: Props) {
  const { t } = useLingui()
  const { timezone } = useSession()
  const references = useQuery(referencesQuery).data ?? []
  const [name, setName] = useState('')
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(template.parameters.map((parameter) => [parameter.name, parameter.name === 'timezone' ? timezone : (parameter.default ?? '')])),
  )
  const form = useMakeFlow(
    () => ({ name, template: template.name, values }),
    number,
    () =>
      Object.fromEntries(
        template.parameters.filter(({ required, name: of }) => required && !values[of]?.trim()).map(({ name: of }) => [`values.${of}`, t`This has to be set.`]),
      ),
  )
  const fields = ['name', ...template.parameters.map((parameter) => `values.${parameter.name}`)]
  return (
    <Form
      form={form}
      fields={fields}
      actions={
        <>
          {back}
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Make the flow</Trans>
          </Button>
        </>
      }
    >
      <TextField
        name="name"
        label={t`Name of the flow`}
        value={name}
        maxLength={128}
        error={form.errorOf('name')}
        onChange={(event) => {
          form.touch('name')
          setName(event.target.value)
        }}
      />
      {template.parameters.map((parameter) => (
        <TemplateValue
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? ''}
          references={references}
          error={form.errorOf(`values.${parameter.name}`)}
          onValue={(value) => {
            form.touch(`values.${parameter.name}`)
            setValues((before) => ({ ...before, [parameter.name]: value }))
          }}
        />
      ))}
    </Form>
  )
}
