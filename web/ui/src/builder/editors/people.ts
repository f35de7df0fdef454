import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useSession } from '@/api/session'
import { usersQuery } from '@/people/api'
import { useBuilder } from '../state/context'
import type { Editor, PenState } from './pen'

/** Another tab that has the flow open, in words. */
export type Other = {
  tab: string
  name: string
  initials: string
  /** A colour of the tokens, the same for all tabs of a person. */
  tint: string
  /** A tab of the same person. */
  own: boolean
  node: string | undefined
  pen: boolean
}

export function usePen(): PenState {
  const { pen } = useBuilder()
  return useSyncExternalStore(pen.subscribe, () => pen.state)
}

/** What people are called, by who they are to the server, such as user:alice. */
export function useNames(wanted: boolean): (user: string) => string {
  const { data: users = [] } = useQuery({ ...usersQuery, enabled: wanted })
  return (user) => {
    const name = user.replace(/^[a-z]+:/, '')
    return (user.startsWith('user:') && users.find((one) => one.name === name)?.full_name) || name
  }
}

/** All other tabs, people before one's own. */
export function useOthers(): Other[] {
  const { t } = useLingui()
  const { pen } = useBuilder()
  const { editors } = usePen()
  const me = `user:${useSession().user}`
  const others = editors.filter(({ tab }) => tab !== pen.tab)
  const nameOf = useNames(others.some(({ user }) => user !== me))
  return others
    .map((editor): Other => {
      const own = editor.user === me
      const name = nameOf(editor.user)
      return { tab: editor.tab, name: own ? t`You, in another tab` : name, initials: own ? t`You` : initials(name), tint: tint(editor), own, node: editor.node, pen: editor.pen }
    })
    .toSorted((a, b) => Number(a.own) - Number(b.own))
}

/** Two letters at most; of a name in any script, whole characters. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter(Boolean)
  const picked = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return picked.map((word) => [...(word ?? '')][0] ?? '').join('').toLocaleUpperCase()
}

const tints = ['talk', 'connect', 'decide', 'message', 'data', 'way']

function tint({ user }: Pick<Editor, 'user'>): string {
  let sum = 0
  for (const letter of user) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return `var(--use-${tints[sum % tints.length]})`
}
