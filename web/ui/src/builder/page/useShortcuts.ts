import { useEffect } from 'react'
import { isTyping } from '../canvas/keys'
import { formOf } from '../files/form'
import { useBuilder } from '../state/context'
import { useLatest } from './useOpenFlow'

/** Keys that hold anywhere on the builder's page, and the clipboard. In a text they do what they do in texts. */
export function useShortcuts(save: () => void): void {
  const builder = useBuilder()
  const latest = useLatest({ ...builder, save })

  useEffect(() => {
    function keys(event: KeyboardEvent) {
      const { store, ui, actions, mayEdit, canvas, save: saveNow } = latest.current
      if (!(event.ctrlKey || event.metaKey) || event.altKey || ui.state.asking) return
      const key = event.key.toLowerCase()
      const done = () => event.preventDefault()
      if (key === 'f' && !event.shiftKey) {
        done()
        return ui.set({ find: true })
      }
      if (key === 's') {
        done()
        return mayEdit && saveNow()
      }
      if (isTyping(event.target) || !mayEdit) return
      if (key === 'z') {
        done()
        if (event.shiftKey) store.redo()
        else store.undo()
      } else if (key === 'y') {
        done()
        store.redo()
      } else if (key === 'd') {
        done()
        actions.duplicate()
      } else if (key === 'a' && onPicture()) {
        done()
        ui.select(Object.keys(store.document.nodes))
        canvas.current?.focus()
      }
    }
    function copy(event: ClipboardEvent) {
      const { actions, mayEdit } = latest.current
      if (isTyping(event.target) || !getSelection()?.isCollapsed) return
      const text = actions.copy()
      if (text === undefined) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', text)
      if (event.type === 'cut' && mayEdit) actions.remove('cut')
    }
    function paste(event: ClipboardEvent) {
      const { actions, mayEdit, ui } = latest.current
      if (isTyping(event.target) || !mayEdit || ui.state.asking) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      const unresolved = actions.paste(text)
      if (!unresolved) {
        // A flow in YAML, a scenario or another system's flow: it is read by the server first.
        if (!formOf(text)) return
        event.preventDefault()
        return ui.set({ asking: { ask: 'import', text } })
      }
      event.preventDefault()
      if (unresolved.length > 0) ui.set({ asking: { ask: 'pasted', unresolved } })
    }
    document.addEventListener('keydown', keys)
    document.addEventListener('copy', copy)
    document.addEventListener('cut', copy)
    document.addEventListener('paste', paste)
    return () => {
      document.removeEventListener('keydown', keys)
      document.removeEventListener('copy', copy)
      document.removeEventListener('cut', copy)
      document.removeEventListener('paste', paste)
    }
  }, [latest])
}

const onPicture = () => document.activeElement === document.body || !!document.activeElement?.closest('[data-testid=canvas]')
