import type { FlowNode } from '../form/node'
import type { Choice, ReferenceKind, References } from '../references'

const library: Record<ReferenceKind, Choice[]> = {
  user: [
    { ref: 'user:alice', name: 'alice', label: 'Alice Adams' },
    { ref: 'user:bob', name: 'bob', label: 'Bob Brown' },
  ],
  group: [{ ref: 'group:sales', name: 'sales', label: 'Sales', detail: '3 members' }],
  queue: [{ ref: 'queue:support', name: 'support' }],
  audio: [
    { ref: 'audio:welcome', name: 'welcome', detail: '4 s' },
    { ref: 'audio:main-menu', name: 'main-menu' },
  ],
  flow: [{ ref: 'flow:After hours', name: 'After hours' }],
  external: [{ ref: 'external:+61400000000', name: '+61400000000', label: '+61400000000', detail: 'Bob Brown' }],
}

/** What flows of a small office can refer to. */
export const shelf: References = {
  list: async (kind) => library[kind],
  audioUrl: (name) => `/audio/${name}.wav`,
  upload: async (name) => ({ ref: `audio:${name}`, name }),
  speak: async () => new Blob(['RIFF'], { type: 'audio/wav' }),
}

/** A node of each type as people have it; the others stand empty. */
export const examples: Record<string, Omit<FlowNode, 'type'>> = {
  menu: { label: 'Main menu', params: { prompt: 'audio:main-menu', keys: { '1': 'Sales', '2': 'Support', '12': 'Directory' }, attempts: 99, stranger: { kept: true } } },
  dial: { label: 'Sales', params: { targets: ['user:alice', 'group:sales', 'external:+61299998888', 'user:carol'], strategy: 'round_robin', weights: { 'user:alice': 2 }, timeout_s: 90, whisper: 'A call for sales.' } },
  time: {
    label: 'Business hours',
    params: {
      timezone: 'Australia/Sydney',
      slots: [
        { name: 'open', days: ['mon-fri'], from: '09:00', to: '17:30' },
        { name: 'late', days: ['thu', 'fri'], from: '17:00', to: '20:00' },
        { name: 'night', days: ['sat'], from: '22:00', to: '06:00' },
      ],
      overrides: [{ label: 'Stocktaking', name: 'closed', from_date: '2026-12-30', to_date: '2026-12-31' }],
      holidays: { country: 'au-nsw', name: 'closed' },
    },
  },
  geo: {
    label: 'Where from',
    params: { groups: [{ name: 'north', regions: ['au-qld', 'au-nt', 'au/broken hill'] }, { name: 'overseas', countries: ['NZ', 'GB', 'US'], prefixes: ['+61 7 5506'] }] },
  },
  postcode: {
    params: {
      prompt: 'Please type your postcode.',
      country: 'au',
      ranges: [{ name: 'Sydney', from: '2000', to: '2249' }, { name: 'Newcastle', from: '2240', to: '2310' }, { name: 'Darwin', from: '0800', to: '0832' }],
    },
  },
  route: {
    label: 'Who calls',
    params: {
      branches: [
        { name: 'new', all: [{ is: 'first_time', scope: 'company' }] },
        { name: 'unhappy', all: [{ is: 'repeat', within_days: 30 }, { is: 'score', compare: '<', than: 4 }] },
        { name: 'offer', all: [{ is: 'campaign', value: 'summer*' }, { is: 'expression', expression: 'caller.number startsWith "+61"' }] },
      ],
    },
  },
  voicemail: { params: { box: 'group:sales', greeting: 'audio:welcome', email: { subject: 'Message of $callerid', body: 'On $datetime, about {{ vars.topic }}.' } } },
  set: { params: { vars: { vip: 'caller.number in ["0412345678"]', broken: '(1 + ' } } },
  transfer: { params: { number: '+61412345678', when: 'weekly', days: ['mon-fri'], from: '17:30', to: '22:00', timezone: 'Australia/Sydney' } },
  greeting: { params: { say: 'Thank you for calling {{ number.service }}.' } },
  webhook: { params: { url: 'https://crm.example.org/customers?phone={{ caller.number }}', headers: { Accept: 'application/json' }, save_as: 'customer' } },
  agi: { params: { url: 'agi://127.0.0.1/lookup', args: ['{{ caller.number }}'], returns: ['CUSTOMER'] } },
  tag: { params: { tags: ['sales', 'from {{ caller.number }}'], score: '80' } },
  queue: { params: { queue: 'queue:support', escapes: { '1': 'Leave a message' } } },
}

export const findings = [
  { level: 'error', code: 'missing_reference', node: 'dial', param: 'targets[3]', message: 'Dial “Sales”: “targets[3]” refers to user:carol, but there is no user “carol”: add one, or choose another.' },
  { level: 'warning', code: 'dead_end', node: 'dial', outcome: 'busy', message: 'Dial “Sales”: busy leads nowhere.' },
]
