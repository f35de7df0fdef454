import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import type { LinkProps } from '@tanstack/react-router'
import {
  Activity,
  AudioLines,
  Ban,
  BookUser,
  Gauge,
  Hash,
  History,
  ListOrdered,
  PhoneCall,
  Send,
  Settings2,
  UserRound,
  Voicemail,
  Workflow,
  type LucideIcon,
} from 'lucide-react'
import type { Right } from '@/api/session'

export type Place = { to: LinkProps['to'] & string; label: MessageDescriptor; icon: LucideIcon; right: Right }

/** What the navigation lists, in groups; who lacks the right does not see a place. */
export const places: { label?: MessageDescriptor; places: Place[] }[] = [
  {
    places: [
      { to: '/', label: msg`Dashboard`, icon: Gauge, right: 'view' },
      { to: '/me', label: msg`My page`, icon: UserRound, right: 'own' },
    ],
  },
  {
    label: msg`Call handling`,
    places: [
      { to: '/flows', label: msg`Flows`, icon: Workflow, right: 'view' },
      { to: '/numbers', label: msg`Numbers`, icon: Hash, right: 'view' },
      { to: '/queues', label: msg`Queues`, icon: ListOrdered, right: 'view' },
      { to: '/people', label: msg`People`, icon: BookUser, right: 'view' },
      { to: '/audio-library', label: msg`Audio library`, icon: AudioLines, right: 'view' },
      { to: '/rules', label: msg`Rules`, icon: Ban, right: 'view' },
    ],
  },
  {
    label: msg`What happened`,
    places: [
      { to: '/calls', label: msg`Calls`, icon: PhoneCall, right: 'view' },
      { to: '/voicemail', label: msg`Voicemail`, icon: Voicemail, right: 'view' },
      { to: '/outbox', label: msg`Outbox`, icon: Send, right: 'view' },
      { to: '/audit', label: msg`Audit log`, icon: History, right: 'admin' },
    ],
  },
  {
    label: msg`System`,
    places: [
      { to: '/health', label: msg`System health`, icon: Activity, right: 'view' },
      { to: '/settings', label: msg`Settings`, icon: Settings2, right: 'admin' },
    ],
  },
]
