import { useLingui } from '@lingui/react/macro'
import { Braces } from 'lucide-react'
import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import field from '../form/Field.module.css'
import type { Wiring } from '../form/FieldFrame'
import { useForm, useTyping } from '../form/FormContext'
import { matching } from './Combo'
import { complete, spotInExpression, spotInTemplate, type Spot } from './completion'
import { optionId, Suggestions } from './Suggestions'
import styles from './TemplateInput.module.css'
import { letterNames, variablesOf } from './variables'

export type Language = 'template' | 'letter' | 'expression'

type Props = Partial<Wiring> & {
  'aria-label'?: string
  value: string
  language: Language
  multiline?: boolean
  placeholder?: string | undefined
  onChange: (text: string, typing: string) => void
}

/** A text in which {{ expressions }} are completed while they are typed, or an expression by itself. */
export function TemplateInput({ value, language, multiline = false, placeholder, onChange, ...wiring }: Props) {
  const { t } = useLingui()
  const form = useForm()
  const typing = useTyping()
  const list = useId()
  const box = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const [spot, setSpot] = useState<Spot>()
  const [active, setActive] = useState(0)
  const caret = useRef<number>(undefined)

  const found = useMemo(() => {
    if (!spot) return []
    const all = spot.kind === 'name' ? letterNames(form.type.name === 'voicemail') : variablesOf(form.document, form.nodeId)
    return (spot.word ? matching(all, spot.word).filter((one) => one.value !== spot.word) : all).slice(0, 60)
  }, [spot, form.document, form.nodeId, form.type.name])
  const showing = found.length > 0

  // After a completion the caret stands behind it.
  useLayoutEffect(() => {
    if (caret.current === undefined || !input.current) return
    input.current.setSelectionRange(caret.current, caret.current)
    caret.current = undefined
  })

  const look = (text: string, at: number): Spot | undefined => {
    if (language !== 'expression') return spotInTemplate(text, at, language === 'letter')
    const here = spotInExpression(text, at)
    // An expression is all code: only a word that was begun asks for the list.
    return here && here.word.length > 0 ? here : undefined
  }

  function type(text: string, at: number) {
    setSpot(look(text, at))
    setActive(0)
    onChange(text, typing.key())
  }

  function choose(name: string) {
    if (!spot) return
    const next = complete(value, spot, name, language !== 'expression')
    caret.current = next.caret
    setSpot(undefined)
    onChange(next.text, typing.key())
  }

  /** The button offers the list where the caret is, and opens an expression there. */
  function offer() {
    const at = input.current?.selectionStart ?? value.length
    input.current?.focus()
    const here = look(value, at) ?? (language === 'expression' ? spotInExpression(value, at) : undefined)
    setActive(0)
    if (here) return setSpot(here)
    const opened = `${value.slice(0, at)}{{ ${value.slice(at)}`
    caret.current = at + 3
    onChange(opened, typing.key())
    setSpot({ from: at + 3, to: at + 3, word: '', kind: 'variable' })
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey && event.key === ' ') {
      event.preventDefault()
      return offer()
    }
    if (!showing) return
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault()
        setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length)
        break
      case 'Enter':
      case 'Tab': {
        const one = found[active]
        // A word that is written in full is left as it is.
        if (!one || event.shiftKey) return setSpot(undefined)
        event.preventDefault()
        choose(one.value)
        break
      }
      case 'Escape':
        event.stopPropagation()
        setSpot(undefined)
    }
  }

  const shared = {
    ...wiring,
    ref: input,
    // A field of several lines may not be a combobox; it is a text field with a list.
    ...(!multiline && { role: 'combobox', 'aria-expanded': showing }),
    'aria-controls': showing ? list : undefined,
    'aria-autocomplete': 'list' as const,
    'aria-activedescendant': showing ? optionId(list, active) : undefined,
    autoComplete: 'off',
    spellCheck: language !== 'expression',
    className: [field.control, language === 'expression' && field.code].filter(Boolean).join(' '),
    value,
    placeholder,
    readOnly: form.readOnly,
    onFocus: typing.onFocus,
    onBlur: () => setSpot(undefined),
    onKeyDown,
    onChange: (event: { target: { value: string; selectionStart: number | null } }) => type(event.target.value, event.target.selectionStart ?? event.target.value.length),
  }
  return (
    <div ref={box} className={styles.box}>
      {multiline ? <textarea {...shared} rows={2} /> : <input {...shared} type="text" />}
      {!form.readOnly && (
        <button type="button" className={styles.braces} aria-label={t`Insert a variable`} title={t`Insert a variable (Ctrl+Space)`} onMouseDown={(event) => event.preventDefault()} onClick={offer}>
          <Braces size={14} aria-hidden />
        </button>
      )}
      {showing && <Suggestions id={list} label={t`Variables`} anchor={box} items={found} active={active} onActive={setActive} onChoose={(one) => choose(one.value)} />}
    </div>
  )
}
