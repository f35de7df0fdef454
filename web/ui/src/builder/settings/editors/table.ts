import type { ComponentType } from 'react'
import type { FieldProps } from '../form/fields'
import { general, type Path } from '../form/path'
import { heardField, callerIdField } from './heard'
import { BranchesField } from './BranchesField'
import { GroupsField } from './GroupsField'
import { keysField } from './KeysField'
import { NodeField } from './NodeField'
import { referenceField } from './ReferenceField'
import { PostcodeCountryField, RangesField } from './RangesField'
import { GreetingField, SoundField } from './sound/SoundField'
import { TargetsField, WeightsField } from './TargetsField'
import { ExpressionMap, templateField } from './TemplateField'
import { ClockField, DateField, TimezoneField } from './time/ClockInput'
import { HolidaysField, OverridesField } from './time/DatesFields'
import { DaysField } from './time/DaysPicker'
import { WeekField } from './time/WeekField'

type Editor = ComponentType<FieldProps>

const letter = templateField('letter')
const longLetter = templateField('letter', true)
const template = templateField('template')
const expression = templateField('expression')
const caller = callerIdField()
const queue = referenceField('queue')
const box = referenceField('user', 'group')

/** Params that people edit otherwise than by the form of their schema. "name.*" are the values of a map. */
const editors: Record<string, Editor> = {
  'greeting.audio': GreetingField,
  'menu.keys': keysField('key'),
  'menu.prompt': SoundField,
  'menu.invalid_audio': SoundField,
  'dial.targets': TargetsField,
  'dial.weights': WeightsField,
  'dial.whisper': SoundField,
  'dial.confirm_prompt': SoundField,
  'dial.caller_id': caller,
  'dial.ringback': heardField('ring', 'music'),
  'queue.queue': queue,
  'queue.escapes': keysField('escape'),
  'queue.whisper': SoundField,
  'callback.queue': queue,
  'callback.number': template,
  'callback.prompt': SoundField,
  'callback.promise': SoundField,
  'callback.announce': SoundField,
  'callback.whisper': SoundField,
  'agent.queue': queue,
  'agent.to': referenceField('user', 'group'),
  'agent.number_prompt': SoundField,
  'agent.pin_prompt': SoundField,
  'agent.wrong_audio': SoundField,
  'voicemail.box': box,
  'voicemail.greeting': SoundField,
  'voicemail.email.to': letter,
  'voicemail.email.cc': letter,
  'voicemail.email.bcc': letter,
  'voicemail.email.subject': letter,
  'voicemail.email.body': longLetter,
  'mailbox.box': box,
  'mailbox.number_prompt': SoundField,
  'mailbox.pin_prompt': SoundField,
  'mailbox.wrong_audio': SoundField,
  'mailbox.greeting_prompt': SoundField,
  'record.notice': SoundField,
  'email.to': letter,
  'email.cc': letter,
  'email.bcc': letter,
  'email.subject': letter,
  'email.body': longLetter,
  'sms_send.to': template,
  'sms_send.from': template,
  'sms_send.text': longLetter,
  'conference.room': template,
  'conference.wait_audio': heardField('music', 'sound'),
  'conference.notice': SoundField,
  'agi.args[]': template,
  'time.timezone': TimezoneField,
  'time.slots': WeekField,
  'time.overrides': OverridesField,
  'time.holidays': HolidaysField,
  'geo.groups': GroupsField,
  'postcode.prompt': SoundField,
  'postcode.invalid_audio': SoundField,
  'postcode.country': PostcodeCountryField,
  'postcode.ranges': RangesField,
  'route.branches': BranchesField,
  'transfer.timezone': TimezoneField,
  'transfer.date': DateField,
  'transfer.from_date': DateField,
  'transfer.to_date': DateField,
  'transfer.days': DaysField,
  'transfer.from': ClockField,
  'transfer.to': ClockField,
  'transfer.caller_id': caller,
  'set.vars': ExpressionMap,
  'set.vars.*': expression,
  'webhook.url': template,
  'webhook.headers.*': template,
  'webhook.body': templateField('template', true),
  'webhook.comfort': heardField('music', 'ring', 'silence'),
  'tag.tags[]': template,
  'tag.score': expression,
  'jump.to': NodeField,
  'subflow.flow': referenceField('flow'),
  'subflow.inputs': ExpressionMap,
  'subflow.inputs.*': expression,
  'return.results': ExpressionMap,
  'return.results.*': expression,
  'hangup.audio': SoundField,
}

export function editorOf(type: string, path: Path): Editor | undefined {
  return editors[`${type}.${general(path)}`] ?? (path.length > 1 ? editors[`${type}.${general(path.slice(0, -1))}.*`] : undefined)
}

/** All params that the table names, so that a test can tell what is no param any more. */
export const edited = (): string[] => Object.keys(editors).map((name) => name.replace(/\.\*$/, ''))
