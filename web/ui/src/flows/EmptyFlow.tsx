import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import type { FlowKind } from '@/builder/model/document'
import { Button } from '@/parts/Button'
import { TextField } from '@/parts/Field'
import { Form } from '@/parts/Form'
import { Segmented } from '@/parts/Segmented'
import { useMakeFlow } from './useMakeFlow'

export function EmptyFlow({ number, back }: { number: string | undefined; back: ReactNode }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [kind, setKind] = useState<FlowKind>('voice')
  const form = useMakeFlow(() => ({ name, kind }), number)
  return (
    <Form
      form={form}
      fields={['name']}
      actions={
        <>
          {back}
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Make the flow</Trans>
          </Button>
        </>
      }
    >
      <TextField name="name" label={t`Name`} value={name} maxLength={128} error={form.errorOf('name')} onChange={(event) => setName(event.target.value)} />
      <Segmented
        label={t`For`}
        value={kind}
        onValue={setKind}
        choices={[
          { value: 'voice', label: t`Calls` },
          { value: 'text', label: t`Texts` },
        ]}
      />
    </Form>
  )
}
