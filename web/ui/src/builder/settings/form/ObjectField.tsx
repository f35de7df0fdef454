import { Fragment } from 'react'
import { FieldFrame } from './FieldFrame'
import type { FieldProps } from './fields'
import { useForm } from './FormContext'
import object from './Object.module.css'
import { ParamField } from './ParamField'
import { at } from './path'
import { RawField } from './RawField'
import { unknownKeys } from './schema'

/** The params of an object under its own heading; keys that its schema does not name are kept, and shown raw. */
export function ObjectField({ path, schema, required, label, bare }: FieldProps) {
  return (
    <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare} group>
      {() => (
        <div className={object.inner}>
          <ObjectFields path={path} schema={schema} />
        </div>
      )}
    </FieldFrame>
  )
}

/** The fields of an object, without a frame. */
export function ObjectFields({ path, schema, only }: Pick<FieldProps, 'path' | 'schema'> & { only?: readonly string[] }) {
  const form = useForm()
  return (
    <Fragment>
      {Object.entries(schema.properties ?? {})
        .filter(([key]) => !only || only.includes(key))
        .map(([key, inner]) => (
          <ParamField key={key} path={[...path, key]} schema={inner} required={schema.required?.includes(key)} />
        ))}
      {unknownKeys(schema, at(form.node.params, path)).map((key) => (
        <RawField key={key} path={[...path, key]} schema={{}} label={key} />
      ))}
    </Fragment>
  )
}
