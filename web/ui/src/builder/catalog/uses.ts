import { msg } from '@lingui/core/macro'
import type { MessageDescriptor } from '@lingui/core'
import {
  Blocks,
  CircleQuestionMark,
  CircleStop,
  Clock,
  CornerUpLeft,
  Disc,
  Grip,
  Headset,
  Inbox,
  ListOrdered,
  Mail,
  MapPin,
  MapPinned,
  MessageSquare,
  MessageSquareReply,
  MessagesSquare,
  Phone,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneOff,
  Send,
  Split,
  Tag,
  Terminal,
  Undo2,
  UsersRound,
  Variable,
  Voicemail,
  Volume2,
  Webhook,
  Workflow,
  type LucideIcon,
} from 'lucide-react'

/** What nodes are used for: the groups of the palette. Each has a tint (--use-… of tokens.css). */
export type Use = 'talk' | 'connect' | 'message' | 'decide' | 'data' | 'way'

export const uses: readonly { use: Use; label: MessageDescriptor }[] = [
  { use: 'talk', label: msg`Speak and ask` },
  { use: 'connect', label: msg`Connect people` },
  { use: 'decide', label: msg`Choose the way` },
  { use: 'message', label: msg`Messages` },
  { use: 'data', label: msg`Data and systems` },
  { use: 'way', label: msg`Lead on and end` },
]

const looks: Record<string, readonly [Use, LucideIcon]> = {
  answer: ['talk', Phone],
  greeting: ['talk', Volume2],
  menu: ['talk', Grip],
  postcode: ['talk', MapPinned],
  record: ['talk', Disc],
  dial: ['connect', PhoneCall],
  queue: ['connect', ListOrdered],
  callback: ['connect', PhoneIncoming],
  agent: ['connect', Headset],
  transfer: ['connect', PhoneForwarded],
  conference: ['connect', UsersRound],
  voicemail: ['message', Voicemail],
  mailbox: ['message', Inbox],
  email: ['message', Mail],
  sms_send: ['message', Send],
  sms: ['message', MessageSquare],
  sms_reply: ['message', MessageSquareReply],
  sms_menu: ['message', MessagesSquare],
  time: ['decide', Clock],
  geo: ['decide', MapPin],
  route: ['decide', Split],
  set: ['data', Variable],
  webhook: ['data', Webhook],
  agi: ['data', Terminal],
  tag: ['data', Tag],
  workflow: ['data', Workflow],
  jump: ['way', CornerUpLeft],
  subflow: ['way', Blocks],
  return: ['way', Undo2],
  hangup: ['way', PhoneOff],
  end: ['way', CircleStop],
}

/** How a type looks. One that callflow has and the page does not know yet is among the data and systems. */
export function lookOf(type: string): { use: Use; Icon: LucideIcon } {
  const [use, Icon] = looks[type] ?? ['data', CircleQuestionMark]
  return { use, Icon }
}

export const tintOf = (use: Use): string => `var(--use-${use})`
