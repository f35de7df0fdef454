import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { ErrorBox } from './ErrorBox'
import { TextField } from './Field'
import { useToast } from './Toast'

type Imported = { added: number; changed: number; dry_run: boolean }

type Props = {
  title: string
  /** Which columns the file has. */
  description: string
  /** Where the file goes. */
  at: string
  /** The lists that it changes, by the beginnings of their keys. */
  changes: readonly string[]
  onClose: () => void
}

/** Takes a CSV file: tries it first, says what it would do or which lines are wrong, and then does it. */
export function ImportTable({ title, description, at, changes, onClose }: Props) {
  const { t } = useLingui()
  const toast = useToast()
  const queries = useQueryClient()
  const [file, setFile] = useState('')
  const [tried, setTried] = useState<Imported>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)

  async function run(text: string, dryRun: boolean) {
    setBusy(true)
    setError(undefined)
    try {
      const result = await api.post<Imported>(at, text, { query: { dry_run: dryRun }, headers: { 'Content-Type': 'text/csv' } })
      if (dryRun) return setTried(result)
      await Promise.all(changes.map((queryKey) => queries.invalidateQueries({ queryKey: [queryKey] })))
      toast.done(t`Added: ${result.added}, changed: ${result.changed}.`)
      onClose()
    } catch (failure) {
      setTried(undefined)
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  async function take(chosen: File | undefined) {
    setTried(undefined)
    setError(undefined)
    const text = chosen ? await chosen.text() : ''
    setFile(text)
    if (text !== '') await run(text, true)
    else if (chosen) setError(new Error(t`The file is empty.`))
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={description}
      actions={
        <Button variant="primary" busy={busy} disabled={!tried} onClick={() => void run(file, false)}>
          <Trans>Import</Trans>
        </Button>
      }
    >
      <TextField label={t`File`} type="file" accept=".csv,text/csv" onChange={(event) => void take(event.target.files?.[0])} />
      <div role="status">
        {tried && (
          <p>
            <Trans>
              The file is in order. It would add <b>{tried.added}</b> and change <b>{tried.changed}</b>. Nothing has been changed yet.
            </Trans>
          </p>
        )}
      </div>
      <ErrorBox error={error} />
    </Dialog>
  )
}
