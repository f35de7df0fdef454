import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextField } from '@/parts/Field'
import { useToast } from '@/parts/Toast'
import { importNumbers, type Imported } from './number'

/** Takes a CSV file: tries it first, says what it would do or which lines are wrong, and then does it. */
export function ImportNumbers({ onClose }: { onClose: () => void }) {
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
      const result = await importNumbers(text, dryRun)
      if (dryRun) return setTried(result)
      await Promise.all(['numbers', 'flows', 'summary'].map((queryKey) => queries.invalidateQueries({ queryKey: [queryKey] })))
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
      title={t`Import numbers`}
      description={t`A CSV file whose first line names its columns: number, and any of service, group, voice_flow, text_flow. Numbers that are there already are changed.`}
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
              The file is in order. It would add <b>{tried.added}</b> and change <b>{tried.changed}</b> numbers. Nothing has been changed yet.
            </Trans>
          </p>
        )}
      </div>
      <ErrorBox error={error} />
    </Dialog>
  )
}
