import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type ReactNode } from 'react'
import { Button } from '@/parts/Button'
import { TextField } from '@/parts/Field'
import { Form } from '@/parts/Form'
import { useMakeFlow } from './useMakeFlow'

/** More than the largest flow; the server takes 1 MiB. */
const maxFile = 1 << 20

export function FromFile({ number, back }: { number: string | undefined; back: ReactNode }) {
  const { t } = useLingui()
  const [name, setName] = useState('')
  const [file, setFile] = useState<{ text: string; error?: string }>()
  const form = useMakeFlow(
    () => ({ name, file: file?.text ?? '' }),
    number,
    (): Record<string, string> => (file && !file.error ? {} : { file: file?.error ?? t`Choose a file.` }),
  )

  async function take(chosen: File | undefined) {
    form.touch('file')
    if (!chosen) return setFile(undefined)
    if (chosen.size > maxFile) return setFile({ text: '', error: t`This file is too large for a flow: at most 1 MB.` })
    const text = await chosen.text()
    if (text.trim() === '') return setFile({ text: '', error: t`There is nothing in this file.` })
    setFile({ text })
    setName((before) => before || nameIn(text) || chosen.name.replace(/(\.flow)?\.(json|ya?ml)$/i, ''))
  }

  return (
    <Form
      form={form}
      fields={['name', 'file']}
      actions={
        <>
          {back}
          <Button type="submit" variant="primary" busy={form.busy}>
            <Trans>Import</Trans>
          </Button>
        </>
      }
    >
      <TextField
        name="file"
        label={t`File`}
        type="file"
        accept=".json,.yaml,.yml,application/json,application/yaml"
        hint={t`Sounds, people and queues that it names are looked for here; what is missing is listed in the builder.`}
        error={form.errorOf('file') ?? file?.error}
        onChange={(event) => void take(event.target.files?.[0])}
      />
      <TextField name="name" label={t`Name`} value={name} maxLength={128} error={form.errorOf('name')} onChange={(event) => setName(event.target.value)} />
    </Form>
  )
}

/** The name that stands in a file, whether JSON or YAML. */
export function nameIn(text: string): string {
  const found = /(?:^|[{,])\s*"?name"?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^#,\n]*))/m.exec(text)
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim()
}
