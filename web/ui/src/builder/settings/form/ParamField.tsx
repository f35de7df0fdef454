import { createElement } from 'react'
import { editorOf } from '../editors/table'
import type { FieldProps } from './fields'
import { useForm } from './FormContext'
import { ListField } from './ListField'
import { MapField } from './MapField'
import { NumberField } from './NumberField'
import { ObjectField } from './ObjectField'
import { at } from './path'
import { RawField } from './RawField'
import { fits, kindOf } from './schema'
import { ChoiceField, SwitchField, TextField } from './simple'
import { VariantField } from './VariantField'

/** One param: by the editor that it has of its own, else by the form of its schema, else as JSON. */
export function ParamField(props: FieldProps) {
  const form = useForm()
  if (!fits(props.schema, at(form.node.params, props.path))) return <RawField {...props} />
  const editor = editorOf(form.type.name, props.path)
  if (editor) return createElement(editor, props)
  switch (kindOf(props.schema)) {
    case 'text':
      return <TextField {...props} />
    case 'number':
      return <NumberField {...props} />
    case 'boolean':
      return <SwitchField {...props} />
    case 'choice':
      return <ChoiceField {...props} />
    case 'list':
      return <ListField {...props} />
    case 'map':
      return <MapField {...props} />
    case 'object':
      return <ObjectField {...props} />
    case 'variant':
      return <VariantField {...props} />
    default:
      return <RawField {...props} />
  }
}
