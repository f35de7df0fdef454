import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { formOf, type Form as FileForm } from '@/builder/files/form'
import { FormChoice } from '@/builder/files/FormChoice'
import { ForeignParts, ReadFindings } from '@/builder/files/ImportFindings'
import { importQuery } from '@/builder/files/importing'
import { ImportNames } from '@/builder/files/ImportNames'
import { Button } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextField } from '@/parts/Field'
import { Form } from '@/parts/Form'
import { useMakeFlow } from './useMakeFlow'

/** More than the largest flow; the server takes 1 MiB. */
const maxFile = 1 << 20

type Chosen = { text: string; name: string; form: FileForm; error?: string }

/** A flow from a file: callflow's own, a scenario, or a flow of another system, with all that is wrong with it. */
export function FromFile({ number, back }: { number: string | undefined; back: ReactNode }) {
  const { t } = useLingui()
  const [named, setNamed] = useState<string>()
  const [file, setFile] = useState<Chosen>()
  const [names, setNames] = useState<Record<string, string>>({})
  const read = useQuery(importQuery(file?.form ?? 'callflow', file?.text ?? '', names))
  const data = file?.text ? read.data : undefined
  const own = !file || file.form === 'callflow'
  const name = named ?? nameOf(file, data?.document?.name)
  const form = useMakeFlow(
    () => (own ? { name, file: file?.text ?? '' } : { name, document: data?.document }),
    number,
    (): Record<string, string> => {
      if (!file || file.error) return { file: file?.error ?? t`Choose a file.` }
      return own || (data?.whole && !read.isPlaceholderData) ? {} : { file: t`It cannot be read as what it is said to be.` }
    },
  )

  async function take(chosen: File | undefined) {
    form.touch('file')
    setNames({})
    if (!chosen) return setFile(undefined)
    const nothing = { text: '', name: '', form: 'callflow' } as const
    if (chosen.size > maxFile) return setFile({ ...nothing, error: t`This file is too large for a flow: at most 1 MB.` })
    const text = await chosen.text()
    if (text.trim() === '') return setFile({ ...nothing, error: t`There is nothing in this file.` })
    setFile({ text, name: chosen.name.replace(/(\.flow)?\.(json|ya?ml)$/i, ''), form: formOf(text) ?? 'callflow' })
  }

  return (
    <Form
      form={form}
      fields={['name', 'file']}
      actions={
        <>
          {back}
          <Button type="submit" variant="primary" busy={form.busy || (!own && read.isFetching)}>
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
      {file && !file.error && (
        <FormChoice
          form={file.form}
          onForm={(form) => {
            setNames({})
            setFile({ ...file, form })
          }}
        />
      )}
      <TextField name="name" label={t`Name`} value={name} maxLength={128} error={form.errorOf('name')} onChange={(event) => setNamed(event.target.value)} />
      {file?.text && <ErrorBox error={read.error} />}
      {data?.foreign?.names && <ImportNames named={data.foreign.names} names={names} onNames={setNames} />}
      {data?.foreign && <ForeignParts foreign={data.foreign} />}
      {data && <ReadFindings findings={data.findings} />}
    </Form>
  )
}

/** The name that the flow gets when nobody gives it another: that in the file, else the file's own. */
function nameOf(file: Chosen | undefined, read: string | undefined): string {
  if (!file) return ''
  // What another system calls its parts passes for a name in the text.
  const inside = file.form === 'callflow' || file.form === 'scenario' ? nameIn(file.text) : read !== `Imported from ${file.form}` && read
  return inside || file.name
}

/** The name that stands in a file, whether JSON or YAML. */
export function nameIn(text: string): string {
  const found = /(?:^|[{,])\s*"?name"?\s*:\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^#,\n]*))/m.exec(text)
  return (found?.[1] ?? found?.[2] ?? found?.[3] ?? '').trim()
}
