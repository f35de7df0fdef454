import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useRef, useState } from 'react'
import { Button } from '@/parts/Button'
import { Dialog } from '@/parts/Dialog'
import { ErrorBox } from '@/parts/ErrorBox'
import { TextArea, TextField } from '@/parts/Field'
import { Spinner } from '@/parts/Spinner'
import { useToast } from '@/parts/Toast'
import type { FlowDocument } from '../model/document'
import { become } from '../model/operations'
import { FlowThumb } from '../picture/FlowThumb'
import { useBuilder, useFlow } from '../state/context'
import { formOf, type Form } from './form'
import { FormChoice } from './FormChoice'
import { ForeignParts, ReadFindings } from './ImportFindings'
import { importQuery, type Imported } from './importing'
import { ImportNames } from './ImportNames'
import styles from './ImportDialog.module.css'

/** More than the largest flow; the server takes 1 MiB. */
const maxFile = 1 << 20

/**
 * Takes over a flow from a file or a text: it is shown with all that is wrong with it before anything changes; then it takes the
 * flow's place, or its nodes come to those that are there. Either is one step of undo.
 */
export function ImportDialog({ given = '', close }: { given?: string | undefined; close: () => void }) {
  const { t } = useLingui()
  const { store, ui, actions, canvas } = useBuilder()
  const flow = useFlow()
  const toast = useToast()
  const [text, setText] = useState(given)
  const [chosen, setChosen] = useState<Form>()
  const [fault, setFault] = useState<string>()
  const [names, setNames] = useState<Record<string, string>>({})
  const area = useRef<HTMLTextAreaElement>(null)
  const form = chosen ?? formOf(text) ?? 'callflow'
  const read = useQuery(importQuery(form, useDeferredValue(text), names))
  const data = text.trim() === '' ? undefined : read.data
  const ready = usable(data, flow)

  async function take(file: File | undefined) {
    setFault(undefined)
    if (!file) return
    if (file.size > maxFile) return setFault(t`This file is too large for a flow: at most 1 MB.`)
    setChosen(undefined)
    setNames({})
    setText(await file.text())
  }
  function done(count: number) {
    toast.done(t`It is imported. Undo takes it back.`)
    if (count > 0) ui.set({ panel: 'findings' })
    requestAnimationFrame(() => requestAnimationFrame(() => canvas.current?.fit()))
  }
  function replace(document: FlowDocument) {
    close()
    store.do({ kind: 'import' }, (draft) => become(draft, { ...document, name: store.document.name }))
    ui.select([])
    done(data?.findings.length ?? 0)
  }
  function add(document: FlowDocument) {
    close()
    const unresolved = actions.paste(JSON.stringify(document)) ?? []
    if (unresolved.length > 0) ui.set({ asking: { ask: 'pasted', unresolved } })
    done(0)
  }
  function goTo(line: number) {
    const lines = text.split('\n')
    const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
    area.current?.focus()
    area.current?.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0))
    area.current?.scrollTo({ top: (area.current.scrollHeight / lines.length) * Math.max(0, line - 3) })
  }

  return (
    <Dialog
      title={t`Import a flow`}
      description={t`Nothing changes before you have seen what is in it.`}
      size="l"
      open
      onOpenChange={close}
      actions={
        <>
          <Button onClick={close}>{t`Cancel`}</Button>
          <Button disabled={!ready} onClick={() => ready && add(ready)}>
            {t`Add its nodes`}
          </Button>
          <Button variant="primary" disabled={!ready} onClick={() => ready && replace(ready)}>
            {t`Replace the flow`}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <TextField
          label={t`File`}
          type="file"
          accept=".json,.yaml,.yml,application/json,application/yaml"
          error={fault}
          onChange={(event) => void take(event.target.files?.[0])}
        />
        <FormChoice form={form} onForm={setChosen} />
      </div>
      <TextArea
        ref={area}
        label={t`Text`}
        hint={t`YAML or JSON. It can be pasted and mended here.`}
        rows={9}
        spellCheck={false}
        wrap="off"
        className={styles.text}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className={styles.result} aria-live="polite">
        {read.isFetching && <Spinner />}
        <ErrorBox error={text.trim() === '' ? undefined : read.error} />
        {data && (
          <>
            <Verdict data={data} kind={flow.kind} />
            <ReadFindings findings={data.findings} onLine={goTo} />
            {data.foreign?.names && <ImportNames named={data.foreign.names} names={names} onNames={setNames} />}
            {data.foreign && <ForeignParts foreign={data.foreign} />}
            {data.document && Object.keys(data.document.nodes).length > 0 && (
              <div className={styles.picture}>
                <FlowThumb document={data.document} label={t`Picture of what is in the file`} />
              </div>
            )}
          </>
        )}
      </div>
    </Dialog>
  )
}

/** The document, where it can be taken over. */
function usable(data: Imported | undefined, flow: FlowDocument): FlowDocument | undefined {
  const document = data?.document
  return data?.whole && document && document.kind === flow.kind && Object.keys(document.nodes).length > 0 ? document : undefined
}

/** In a sentence, whether it can be taken over. */
function Verdict({ data, kind }: { data: Imported; kind: FlowDocument['kind'] }) {
  const { document, whole, findings } = data
  const nodes = Object.keys(document?.nodes ?? {}).length
  if (!document) return <p className={styles.bad}><Trans>It cannot be read. Mend what is listed, here or in the file; your flow stays as it is.</Trans></p>
  if (!whole) return <p className={styles.bad}><Trans>Something of it would be lost. Mend what is listed, here or in the file; your flow stays as it is.</Trans></p>
  if (document.kind !== kind) return <p className={styles.bad}><Trans>That is a flow of the other kind: voice and text do not mix.</Trans></p>
  if (nodes === 0) return <p className={styles.bad}><Trans>There is no node in it.</Trans></p>
  return (
    <p>
      <Plural value={nodes} one="# node." other="# nodes." />{' '}
      {findings.length === 0 ? <Trans>Nothing is missing.</Trans> : <Trans>What is listed is left to do afterwards.</Trans>}
    </p>
  )
}
