import { useLingui } from '@lingui/react/macro'
import { FieldFrame } from '../form/FieldFrame'
import type { FieldProps } from '../form/fields'
import type { Told } from '../form/findings'
import { useForm } from '../form/FormContext'
import { MapField } from '../form/MapField'
import { at, written } from '../form/path'
import { flawOfExpression, flawOfTemplate } from './completion'
import { TemplateInput, type Language } from './TemplateInput'

/** What is plainly wrong with an expression, in words. */
export function useFlaw(): (text: string, language: Language) => Told | undefined {
  const { t } = useLingui()
  return (text, language) => {
    const found = language === 'expression' ? (text === '' ? undefined : flawOfExpression(text)) : flawOfTemplate(text)
    if (!found) return undefined
    const { flaw, what } = found
    // Braces would be places for values in a text.
    const [open, close] = ['{{', '}}']
    const words = {
      quote: t`A text in the expression begins with ${what} and does not end: close it with ${what}.`,
      unclosed: t`A ${what} is not closed.`,
      unopened: t`There is a ${what} too many.`,
      template: t`An expression begins with ${open} and does not end: write ${close} after it.`,
      empty: t`The braces ${open} ${close} are empty: write an expression between them, such as caller.number.`,
    }
    return { level: 'error', message: words[flaw] }
  }
}

/** Makes a field of a text with expressions, of a mail's text, or of an expression. */
export function templateField(language: Language, multiline = false) {
  return function TemplateField({ path, schema, required, label, bare }: FieldProps) {
    const form = useForm()
    const flaw = useFlaw()
    const value = String(at(form.node.params, path) ?? '')
    const wrong = flaw(value, language)
    // The server's word on the same is an older one.
    const said = form.findings.of(written(path))
    return (
      <FieldFrame path={path} schema={schema} required={required} label={label} bare={bare} told={wrong ? [wrong] : said}>
        {(wiring) => (
          <TemplateInput
            {...wiring}
            value={value}
            language={language}
            multiline={multiline}
            placeholder={schema.default === undefined ? undefined : String(schema.default)}
            onChange={(text, typing) => form.put(path, text === '' && !bare ? undefined : text, { typing })}
          />
        )}
      </FieldFrame>
    )
  }
}

/** Variables, each with its expression. */
export function ExpressionMap(props: FieldProps) {
  const { t } = useLingui()
  return (
    <MapField
      {...props}
      keyName={t`Variable`}
      refuseKey={(key) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? undefined : t`Write a word of letters, digits and _, such as vip.`)}
    />
  )
}
