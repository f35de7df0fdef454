import { Plural, Trans } from '@lingui/react/macro'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { arrange } from './form/arrangement'
import { useForm } from './form/FormContext'
import { ParamField } from './form/ParamField'
import styles from './NodeSettings.module.css'

/** The params of the node's type; what few people need is folded away until it is set. */
export function ParamsFields() {
  const form = useForm()
  const { schema, name } = form.type
  const [open, setOpen] = useState<boolean>()
  const params = form.node.params ?? {}
  const told = (param: string) => form.findings.within(param).length > 0
  const { main, more, set } = arrange(name, schema, params, told)
  const refused = more.some((param) => form.findings.within(param).some((one) => one.told.level !== 'note'))
  const shown = open ?? refused
  const field = (param: string) => <ParamField key={param} path={[param]} schema={schema.properties?.[param] ?? {}} required={schema.required?.includes(param)} />
  if (main.length + more.length === 0) return null
  return (
    <>
      {main.map(field)}
      {more.length > 0 && (
        <div className={styles.section}>
          <button type="button" className={styles.fold} aria-expanded={shown} onClick={() => setOpen(!shown)}>
            <ChevronRight size={16} aria-hidden />
            <Trans>More settings</Trans>
            {set > 0 && (
              <span className={styles.count}>
                <Plural value={set} one="# set" other="# set" />
              </span>
            )}
          </button>
          {shown && more.map(field)}
        </div>
      )}
    </>
  )
}
