import { useLingui } from '@lingui/react/macro'
import { Checkbox, TextField } from '@/parts/Field'
import type { FlowSettings as Settings } from '../model/document'
import { setSettings } from '../model/operations'
import { useBuilder, useFlow } from '../state/context'
import styles from './panels.module.css'

/** What is true for the whole flow. */
export function FlowSettings() {
  const { t } = useLingui()
  const { store, mayEdit } = useBuilder()
  const { settings = {} } = useFlow()
  const record = settings.record ?? { calls: false }
  const set = (change: Partial<Settings>, group: string) =>
    store.do({ kind: 'flow' }, (flow) => setSettings(flow, { ...settings, ...change }), `flow ${group}`)
  return (
    <div className={styles.form}>
      <TextField
        label={t`Language`}
        hint={t`Of prompts and speech, such as en-AU or de. Empty: the company’s.`}
        value={settings.language ?? ''}
        disabled={!mayEdit}
        onChange={({ target }) => set({ language: target.value }, 'language')}
      />
      <TextField
        label={t`Goodbye`}
        hint={t`An audio such as audio:goodbye, or a text to speak: what is heard when a limit ends the call.`}
        value={settings.goodbye ?? ''}
        disabled={!mayEdit}
        onChange={({ target }) => set({ goodbye: target.value }, 'goodbye')}
      />
      <Checkbox
        label={t`Record calls`}
        checked={record.calls}
        disabled={!mayEdit}
        onChange={({ target }) => set({ record: { ...record, calls: target.checked } }, 'record')}
      />
      {record.calls && (
        <TextField
          label={t`Notice`}
          hint={t`Says to callers that the call is recorded.`}
          value={record.notice ?? ''}
          disabled={!mayEdit}
          onChange={({ target }) => set({ record: { ...record, notice: target.value } }, 'notice')}
        />
      )}
    </div>
  )
}
