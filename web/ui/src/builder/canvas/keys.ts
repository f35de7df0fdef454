import { useLingui } from '@lingui/react/macro'
import { useRef, type KeyboardEvent } from 'react'
import { outcomeName } from '../catalog/outcomeNames'
import { edgesOf } from '../model/document'
import { grid } from '../state/actions'
import { useBuilder } from '../state/context'
import { walk } from './walk'

type Act = (there: string | undefined, exit: string | undefined) => unknown

const arrows: Record<string, { x: number; y: number }> = {
  ArrowUp: { x: 0, y: -grid },
  ArrowDown: { x: 0, y: grid },
  ArrowLeft: { x: -grid, y: 0 },
  ArrowRight: { x: grid, y: 0 },
}

/** The keys of the canvas, which is one tab stop; what they are at is `ui.current` and `ui.exit`, and is said. */
export function useCanvasKeys() {
  const { t } = useLingui()
  const { store, ui, actions, canvas, mayEdit } = useBuilder()
  const came = useRef<string[]>([])

  function say(id: string, exit: string | undefined) {
    const flow = store.document
    const node = flow.nodes[id]
    if (!node) return
    const leads = (outcome: string) => {
      const to = node.next?.[outcome]
      const name = outcomeName(outcome, node, t)
      if (to === undefined) return t`${name}: leads nowhere`
      const target = flow.nodes[to] ? actions.nameOf(to) : to
      return t`${name}: leads to ${target}`
    }
    if (exit !== undefined) return ui.set({ said: leads(exit) })
    const name = actions.nameOf(id)
    const ways = actions.exits(id).map((row) => leads(row.name))
    const from = [...new Set([...edgesOf(flow)].filter(({ to }) => to === id).map((edge) => actions.nameOf(edge.from)))].join(', ')
    const start = flow.start === id ? t`Start.` : ''
    const reached = from ? t`Reached from ${from}.` : ''
    ui.set({ said: [`${name}.`, start, reached, ways.join('; ')].filter(Boolean).join(' ') })
  }

  function go(id: string, exit: string | undefined) {
    const { current } = ui.state
    if (current !== undefined && current !== id) came.current = [...came.current.slice(-50), current]
    ui.set({ current: id, exit, selected: new Set([id]), way: undefined })
    canvas.current?.reveal([id])
    say(id, exit)
  }

  const everybody: Record<string, Act> = {
    Enter: (there) => {
      if (there === undefined) return
      ui.set({ panel: 'settings', selected: new Set([there]) })
      requestAnimationFrame(() => document.querySelector<HTMLElement>('#builder-panel')?.focus())
    },
    Escape: () => ui.set({ selected: new Set(), way: undefined, trial: undefined, exit: undefined }),
  }
  const remove: Act = (there, exit) => {
    if (there !== undefined && exit !== undefined && ui.state.selected.size < 2) actions.disconnect(there, exit)
    else actions.remove()
  }
  const editors: Record<string, Act> = {
    Delete: remove,
    Backspace: remove,
    F2: (there) => there !== undefined && ui.set({ asking: { ask: 'rename', node: there } }),
    c: (there, exit) => there !== undefined && ui.set({ asking: { ask: 'connect', from: there, outcome: exit } }),
    a: (there, exit) => {
      const behind = there !== undefined && exit !== undefined
      ui.set({ asking: { ask: 'add', ...(behind && { from: there, outcome: exit, into: store.document.nodes[there]?.next?.[exit] !== undefined }) } })
    },
    s: (there) => there !== undefined && actions.setStart(there),
  }

  return (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget && isTyping(event.target)) return
    const { current, exit, selected } = ui.state
    const there = current !== undefined && store.document.nodes[current] ? current : undefined
    const by = arrows[event.key]
    const done = () => {
      event.preventDefault()
      event.stopPropagation()
    }
    if (by && event.altKey && mayEdit && selected.size > 0) {
      done()
      actions.nudge([...selected], event.shiftKey ? { x: by.x * 5, y: by.y * 5 } : by)
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (by || ['Home', 'PageUp', 'PageDown'].includes(event.key)) {
      done()
      const next = walk(store.document, { current: there, exit }, event.key, actions.exits, came.current)
      if (next?.current !== undefined) go(next.current, next.exit)
      return
    }
    const act = everybody[event.key] ?? (mayEdit ? editors[event.key] : undefined)
    if (!act) return
    done()
    act(there, exit)
  }
}

/** Whether keys are letters of a text there. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
