import { useLingui } from '@lingui/react/macro'
import { useMemo } from 'react'
import type { Finding } from '@/api/problem'
import { CommonFields, LabelField } from './CommonFields'
import { Findings } from './form/findings'
import { Said } from './form/FieldFrame'
import { FormProvider, type Deed, type Form, type How } from './form/FormContext'
import { labelOf } from './form/labels'
import { nameOf, type FlowDocument, type FlowNode, type NodeChange, type NodeType, type Params } from './form/node'
import { put, type Path } from './form/path'
import { RawField } from './form/RawField'
import { unknownKeys } from './form/schema'
import { validate } from './form/validate'
import { ParamsFields } from './ParamsFields'
import type { References } from './references'
import styles from './NodeSettings.module.css'

export type NodeSettingsProps = {
  document: FlowDocument
  nodeId: string
  /** Undefined when this callflow does not know the type; the params are then shown raw. */
  nodeType: NodeType | undefined
  /** The findings of the last check; those of other nodes are left out here. */
  findings: readonly Finding[]
  references: References
  readOnly?: boolean
  onChange: (change: NodeChange) => void
  /** Gives the node another id; without it the id is only shown. */
  onRename?: ((id: string) => void) | undefined
}

/** All settings of one node. Nothing is changed by looking at it. */
export function NodeSettings({ document, nodeId, nodeType, findings, references, readOnly = false, onChange, onRename }: NodeSettingsProps) {
  const { t } = useLingui()
  const node: FlowNode | undefined = document.nodes[nodeId]
  const type = useMemo<NodeType>(
    () => nodeType ?? { name: node?.type ?? '', title: node?.type ?? '', summary: '', kinds: [], schema: { type: 'object', properties: {} }, defaults: {}, outcomes: [] },
    [nodeType, node?.type],
  )
  const params: Params = node?.params ?? noParams
  const told = useMemo(() => {
    const own = findings.filter((finding) => finding.node === nodeId)
    return new Findings(own, nodeType ? validate(nodeType.schema, params) : [])
  }, [findings, nodeId, nodeType, params])
  if (!node) return null

  const name = nameOf(nodeId, node, nodeType)
  const steps: Record<Deed, (what: string) => string> = {
    change: (what) => t`Change ${what} of ${name}`,
    add: (what) => t`Add to ${what} of ${name}`,
    remove: (what) => t`Remove from ${what} of ${name}`,
    move: (what) => t`Move within ${what} of ${name}`,
    reset: (what) => t`Reset ${what} of ${name}`,
  }

  function putAll(puts: readonly (readonly [Path, unknown])[], { deed = 'change', typing, renamed }: How = {}) {
    if (readOnly) return
    const next = puts.reduce<unknown>((value, [path, one]) => put(value, path, one), params) as Params
    const root = puts[0]?.[0][0] ?? ''
    const what = labelOf(type.name, [root])
    const moved = renamed && Object.fromEntries(Object.entries(renamed).filter(([from, to]) => from !== to))
    onChange({
      step: steps[deed](what.charAt(0).toLocaleLowerCase() + what.slice(1)),
      params: next,
      ...(typing && { group: `${nodeId}.${root}.${typing}` }),
      ...(moved && Object.keys(moved).length > 0 && { renamed: moved }),
    })
  }
  const form: Form = {
    document,
    nodeId,
    node,
    type,
    findings: told,
    references,
    readOnly,
    putAll,
    put: (path, value, how) => putAll([[path, value]], how),
  }
  const known = [...Object.keys(type.schema.properties ?? {}), ...Object.keys(params)]
  const unknown = unknownKeys(type.schema, params)
  return (
    <FormProvider form={form}>
      <div className={styles.settings}>
        {!nodeType && <p className={styles.stranger}>{t`This callflow does not know the type “${node.type}”. Its settings are kept as they are.`}</p>}
        <Said told={told.elsewhere(known)} />
        <LabelField name={name} onChange={onChange} />
        <ParamsFields />
        {unknown.length > 0 && (
          <fieldset className={styles.section}>
            <legend className={styles.legend}>{nodeType ? t`Settings that callflow does not know` : t`Settings`}</legend>
            {unknown.map((key) => (
              <RawField key={key} path={[key]} schema={{}} label={key} />
            ))}
          </fieldset>
        )}
        <CommonFields name={name} onChange={onChange} onRename={onRename} />
      </div>
    </FormProvider>
  )
}

const noParams: Params = {}
