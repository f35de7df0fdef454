import { useLingui } from '@lingui/react/macro'
import { useId, useState } from 'react'
import field from './form/Field.module.css'
import { useForm, useTyping } from './form/FormContext'
import type { Fields, NodeChange } from './form/node'
import styles from './NodeSettings.module.css'

type Props = { name: string; onChange: (change: NodeChange) => void; onRename: ((id: string) => void) | undefined }

/** How people call the node. */
export function LabelField({ name, onChange }: Pick<Props, 'name' | 'onChange'>) {
  const { t } = useLingui()
  const { node, nodeId, readOnly, type } = useForm()
  const typing = useTyping()
  const id = useId()
  return (
    <div className={field.field}>
      <label htmlFor={id} className={field.label}>
        {t`Label`}
      </label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        className={field.control}
        value={node.label ?? ''}
        placeholder={type.title}
        readOnly={readOnly}
        onFocus={typing.onFocus}
        onChange={(event) => onChange({ step: t`Change label of ${name}`, fields: { label: event.target.value }, group: `${nodeId}.label.${typing.key()}` })}
      />
    </div>
  )
}

/** What every node has beside: a note, whether it is skipped, whether it is sensitive, and its id. */
export function CommonFields({ name, onChange, onRename }: Props) {
  const { t } = useLingui()
  const form = useForm()
  const typing = useTyping()
  const id = useId()
  const { node, nodeId, readOnly } = form

  function change(fields: Fields, what: string, typed?: string) {
    if (!readOnly) onChange({ step: t`Change ${what} of ${name}`, fields, ...(typed && { group: `${nodeId}.${typed}` }) })
  }

  return (
    <fieldset className={styles.section}>
      <legend className={styles.legend}>{t`Every node`}</legend>
      <div className={field.field}>
        <label htmlFor={`${id}-note`} className={field.label}>
          {t`Note`}
        </label>
        <textarea
          id={`${id}-note`}
          rows={2}
          className={field.control}
          value={node.note ?? ''}
          placeholder={t`For the next person who looks at this node`}
          readOnly={readOnly}
          onFocus={typing.onFocus}
          onChange={(event) => change({ note: event.target.value }, t`note`, `note.${typing.key()}`)}
        />
      </div>
      <Switch label={t`Skip this node`} help={t`Calls walk past it by its first outcome.`} checked={node.skip ?? false} readOnly={readOnly} onChange={(skip) => change({ skip }, t`skip`)} />
      <Switch
        label={t`Sensitive`}
        help={t`Its digits and variables are not stored, and it is left out of recordings.`}
        checked={node.sensitive ?? false}
        readOnly={readOnly}
        onChange={(sensitive) => change({ sensitive }, t`sensitive`)}
      />
      <IdField id={nodeId} onRename={readOnly ? undefined : onRename} />
    </fieldset>
  )
}

function Switch({ label, help, checked, readOnly, onChange }: { label: string; help: string; checked: boolean; readOnly: boolean; onChange: (is: boolean) => void }) {
  const id = useId()
  return (
    <div className={field.switch}>
      <label htmlFor={id} className={field.label}>
        {label}
      </label>
      <span />
      <input id={id} type="checkbox" className={field.track} checked={checked} disabled={readOnly} aria-describedby={`${id}-help`} onChange={(event) => onChange(event.target.checked)} />
      <p id={`${id}-help`} className={field.help}>
        {help}
      </p>
    </div>
  )
}

/** The id is changed when the field is left: edges, expressions and the trace go by it. */
function IdField({ id, onRename }: { id: string; onRename: ((id: string) => void) | undefined }) {
  const { t } = useLingui()
  const { document } = useForm()
  const own = useId()
  const [edit, setEdit] = useState<{ of: string; text: string }>()
  const text = edit?.of === id ? edit.text : id
  const error =
    text === id
      ? undefined
      : !/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(text)
        ? t`Write letters, digits, _ and -, such as main-menu.`
        : Object.hasOwn(document.nodes, text)
          ? t`Another node has this id: choose another one.`
          : undefined

  function commit() {
    if (text !== id && !error) onRename?.(text)
    if (!error) setEdit(undefined)
  }

  return (
    <div className={field.field}>
      <label htmlFor={own} className={field.label}>
        {t`Id`}
      </label>
      <input
        id={own}
        type="text"
        autoComplete="off"
        spellCheck={false}
        className={`${field.control} ${field.code}`}
        value={text}
        readOnly={!onRename}
        aria-invalid={!!error || undefined}
        aria-describedby={`${own}-help`}
        onChange={(event) => setEdit({ of: id, text: event.target.value })}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit()
          if (event.key === 'Escape' && text !== id) {
            event.stopPropagation()
            setEdit(undefined)
          }
        }}
      />
      <p id={`${own}-help`} className={error ? styles.error : field.help}>
        {error ?? t`Expressions name the node by it, such as ${id}.outcome.`}
      </p>
    </div>
  )
}
