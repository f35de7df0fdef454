import { useLingui } from '@lingui/react/macro'
import { Coffee, Hourglass, LogOut, PhoneCall, PhoneIncoming, PhoneOff, UserCheck, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Badge, type Tone } from '@/parts/Badge'
import type { AgentNow, AgentState, Queue, QueueNow } from './api'

/** What is shown of a state: whoever is unavailable has logged out, or is out of reach. */
type Shown = Exclude<AgentState, 'unavailable'> | 'ringing' | 'logged_out' | 'unreachable'

const looks: Record<Shown, { tone: Tone; icon: LucideIcon }> = {
  ready: { tone: 'good', icon: UserCheck },
  ringing: { tone: 'info', icon: PhoneIncoming },
  on_call: { tone: 'accent', icon: PhoneCall },
  wrap_up: { tone: 'info', icon: Hourglass },
  paused: { tone: 'warn', icon: Coffee },
  logged_out: { tone: 'neutral', icon: LogOut },
  unreachable: { tone: 'bad', icon: PhoneOff },
}

/** What an agent does, in a word, a glyph and a colour. */
export function AgentBadge({ agent }: { agent: Pick<AgentNow, 'state' | 'ringing' | 'logged_in'> }) {
  const { t } = useLingui()
  const state: Shown = agent.ringing ? 'ringing' : agent.state !== 'unavailable' ? agent.state : agent.logged_in ? 'unreachable' : 'logged_out'
  const names: Record<Shown, string> = {
    ready: t`Ready`,
    ringing: t`Rings`,
    on_call: t`On a call`,
    wrap_up: t`Wrapping up`,
    paused: t`Paused`,
    logged_out: t`Logged out`,
    unreachable: t`Unreachable`,
  }
  const { tone, icon: Icon } = looks[state] ?? looks.unreachable
  return (
    <Badge tone={tone} icon={<Icon size={13} aria-hidden />}>
      {names[state] ?? state}
    </Badge>
  )
}

/** Whether a queue takes callers. */
export function OpenBadge({ queue }: { queue: Pick<Queue, 'closed'> & Partial<Pick<QueueNow, 'open'>> }) {
  const { t } = useLingui()
  if (queue.closed) return <Badge tone="bad">{t`Closed as an exception`}</Badge>
  return queue.open === false ? <Badge tone="warn">{t`Outside its hours`}</Badge> : <Badge tone="good">{t`Open`}</Badge>
}

/** The time, which moves on every second. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** How many seconds ago it was. */
export const since = (when: string | undefined, now: number): number => (when ? Math.max(0, (now - new Date(when).getTime()) / 1000) : 0)
