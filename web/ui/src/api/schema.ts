// Made from the OpenAPI document by `go test ./web/api -run TestTypesOfTheConsole -update`. Do not edit.

export type Agent = {
  queues: AgentQueue[]
  user: string
}

export type AgentQueue = {
  /** The call that rings or talks to them. */
  call?: string
  /** They are logged in; with the state unavailable their telephone is out of reach then. */
  logged_in: boolean
  /** How many calls in a row were missed. */
  missed: number
  pause_why?: string
  priority: number
  queue: string
  ringing?: boolean
  since?: string
  /** ready, paused, unavailable (logged out, or out of reach), on_call or wrap_up. */
  state: string
}

export type Audio = {
  created: string
  duration_s: number
  /** The SHA-256 of its file; another one is another sound. */
  hash: string
  /** greeting, prompt, whisper, music or invalid. */
  kind?: string
  language?: string
  /** What flows call it: welcome in audio:welcome. */
  name: string
  /** Of the WAV file, in bytes; 0 when it is not there any more. */
  size: number
  /** What is said, when it was spoken from text. */
  text?: string
}

export type AuthoringCaller = {
  flow: string
  report: FlowengineReport
}

export type AuthoringEnd = {
  answered_by?: string
  at_s: number
  cause?: number
  reason: string
  talked_s: number
  why: string
}

export type AuthoringHeard = {
  at_s: number
  cut?: boolean
  for_s: number
  party: string
  what: string
}

export type AuthoringTestResult = {
  failures: string[]
  id: number
  name: string
  passed: boolean
}

export type AuthoringTexted = {
  from: string
  text: string
  to: string
}

export type Call = {
  answered_by?: string
  /** As the network sent it; empty when withheld. */
  caller: string
  caller_name?: string
  /** The Q.850 cause that callflow hung up with. */
  cause?: number
  duration_s: number
  /** Missing while the call goes on. */
  ended?: string
  /** The flow's name at the time. */
  flow?: string
  /** Absent when the flow was removed since. */
  flow_id?: number
  id: string
  /** What was dialled. */
  number: string
  /** callflow made the call; caller is who was called. */
  outbound?: boolean
  /** How it ended: completed, hung_up, limit, error, unknown, unassigned, blocked or lost. */
  outcome?: string
  /** The way through the flow, on one line. */
  path: string
  recordings: number
  /** The number of the revision that it ran. */
  revision?: number
  revision_id?: number
  started: string
  /** active, answered (somebody talked to the caller), voicemail (else a message was left, though it may be removed by now) or missed. */
  state: 'active' | 'answered' | 'voicemail' | 'missed'
  talked_s: number
  /** Somebody tried a flow. */
  test?: boolean
  /** The boxes that have a message of it. */
  voicemail?: string
  why?: string
}

export type CallList = {
  items: Call[]
  /** Where the next page begins: give it as after. Empty on the last page. */
  next?: string
}

export type Cap = {
  alert?: string
  allowed: string[] | null
  calls_hour: number
  concurrent: number
  forbidden: string[] | null
  minutes_day: number
  texts_hour: number
  used: CapUse
  user?: string
}

export type CapChange = {
  /** Numbers that begin so may be called, abroad and at extra cost too. */
  allowed?: string[]
  /** How many phones outside may be rung within an hour; -1 for no limit. */
  calls_hour?: number
  /** How many at a time; -1 for no limit. */
  concurrent?: number
  /** Numbers that begin so may not. Of both lists the longest prefix counts. */
  forbidden?: string[]
  /** How many minutes conversations with them may last a day; -1 for no limit. */
  minutes_day?: number
  /** How many texts may go outside within an hour; -1 for no limit. */
  texts_hour?: number
}

export type CapUse = {
  /** Phones outside that were rung within the last hour. */
  calls_hour: number
  /** Those that are in use now. */
  concurrent: number
  /** Minutes of conversations with them today. */
  minutes_day: number
  /** Texts that went outside within the last hour. */
  texts_hour: number
}

export type Checked = {
  checks: number
  /** Whether it could be published. */
  complete: boolean
  findings: FlowengineFinding[] | null
  /** Identifies the content without its layout. */
  hash: string
  /** Node id to the exits that the node has with its params; nodes of unknown types are left out. */
  outcomes: Record<string, FlowengineOutcome[] | null>
  /** The share of checks that hold, in percent. */
  progress: number
  satisfied: number
}

export type Company = {
  country: string
  language: string
  name: string
  /** The country by which national numbers are understood: the one that is set, else that of the language or the time zone. Empty: only numbers with + are understood. */
  number_country: string
  outbound: string
  second_factor_required: boolean
  tests_block_publishing: boolean
  timezone: string
}

export type Conference = {
  /** Asterisk's names. */
  channels: string[]
  /** How many talk; who waits alone, or for a moderator, is not counted. */
  joined: number
  room: string
}

export type DeleteSessionTotpRequest = {
  password: string
}

export type Direct = {
  flow: string
  flow_id: number
  numbers: string[] | null
  status: string
  switches: Record<string, string>
  user: string
}

export type EdgeUse = {
  /** On the revision looked at no edge leads on from there, not even the one that takes the rest: calls ended, or went back to the flow that called. */
  ends?: boolean
  node: string
  outcome: string
  times: number
}

export type ErrorDetail = {
  /** Where the error occurred, e.g. 'body.items[3].tags' or 'path.thing-id' */
  location?: string
  /** Error message text */
  message?: string
  /** The value at the given location */
  value?: unknown
}

export type ExplainChoice = {
  about?: string
  outcome: string
  then: ExplainWay
}

export type ExplainStep = {
  flow?: string
  label?: string
  node: string
  outcome?: string
  type: string
  warnings?: string[] | null
  why?: string
}

export type ExplainWay = {
  again?: string
  choices?: ExplainChoice[] | null
  end?: string
  steps: ExplainStep[] | null
}

export type Flow = {
  complete: boolean
  created: string
  direct: boolean
  id: number
  kind: string
  latest_revision: number
  live_revision: number
  name: string
  numbers: number
  preview: string[] | null
  progress: number
  saved: string
  status: string
  twin?: string
  unpublished: boolean
}

export type FlowTest = {
  author: string
  /** The call that it gives, as POST /simulations takes it beside a document; what it gives besides is in the source. */
  call?: GivenCall
  changed: string
  id: number
  name: string
  source: string
  /** The test, when it was given in JSON. */
  test?: unknown
}

export type FlowengineChange = {
  after?: unknown
  before?: unknown
  kind: string
  name?: string
  node?: string
  what?: string
}

export type FlowengineFinding = {
  code: string
  level: string
  line?: number
  message: string
  node?: string
  outcome?: string
  param?: string
}

export type FlowengineFlow = {
  kind: string
  layout?: Record<string, FlowenginePoint>
  name: string
  nodes: Record<string, FlowengineNode>
  schema: number
  settings?: FlowengineSettings
  start: string
}

export type FlowengineNode = {
  label?: string
  next?: Record<string, string>
  note?: string
  params?: unknown
  sensitive?: boolean
  skip?: boolean
  type: string
}

export type FlowengineOutcome = {
  about?: string
  else?: string
  name: string
}

export type FlowenginePoint = {
  x: number
  y: number
}

export type FlowengineRecordSettings = {
  calls: boolean
  notice?: string
}

export type FlowengineReport = {
  checks: number
  findings: FlowengineFinding[] | null
  satisfied: number
}

export type FlowengineSettings = {
  goodbye?: string
  language?: string
  record?: FlowengineRecordSettings
}

export type FlowengineStepDone = {
  call: string
  depth?: number
  details?: Record<string, unknown>
  entered: string
  flow?: string
  label?: string
  left: string
  node: string
  outcome: string
  seq: number
  type: string
  warnings?: string[] | null
  why?: string
}

export type FlowengineVisit = {
  active_page?: string
  campaign?: string
  keyword?: string
  landing_page?: string
  referrer?: string
  source?: string
}

export type ForeignNamed = {
  id: string
  ref: string
}

export type ForeignPart = {
  mapped: string
  name: string
  node?: string
  node_type?: string
  notes?: string[] | null
  type: string
}

export type ForeignResult = {
  names?: ForeignNamed[] | null
  notes?: string[] | null
  parts: ForeignPart[] | null
}

export type FormFile = {
  'ContentType': string
  'Filename': string
  'IsSet': boolean
  'Size': number
}

export type GivenCall = {
  /** Who does what when rung: busy, declined, unreachable, unanswered, machine, answered:20s; * is everybody else. */
  answers?: Record<string, string>
  /** When; now by default. */
  at?: string
  /** The caller's number; empty for a withheld one. */
  caller?: string
  caller_name?: string
  /** The caller's keys: a group for each time that the call waits for keys, with commas between them. */
  digits?: string
  /** The endpoint that the call is made from, such as PJSIP/alice. */
  endpoint?: string
  /** The caller hangs up after so many seconds. */
  hangup_s?: number
  /** The number that is called; the flow's first one by default. */
  number?: string
  /** How the caller leaves a message: 8s and hangs up, 8s# and presses #, 8s. and stays silent. */
  speech?: string
  /** The node to start at, instead of the flow's own. */
  start?: string
  /** The time zone of at; the flow's, else the company's. */
  timezone?: string
}

export type Health = {
  items: HealthCheck[]
  /** When it was looked at: what was found is kept for some seconds. */
  looked: string
  system: System
}

export type HealthCheck = {
  /** What to do about it. */
  do?: string
  found: string
  /** What was looked at, for machines: the same in every language. */
  part: string
  state: 'ok' | 'warn' | 'fail'
  /** What was looked at. */
  what: string
}

export type Imported = {
  added: number
  changed: number
  /** Whether it was only tried. */
  dry_run: boolean
}

export type ImportedFlow = {
  /** Whether it could be published. */
  complete: boolean
  /** The flow; none when nothing could be read. */
  document?: unknown
  /** What it lacks, and what of the file would be lost. */
  findings: FlowengineFinding[]
  /** What became of the parts of another system's flow. */
  foreign?: ForeignResult
  /** Whether all of the file could be read; if not, something of it would be lost with the document, and the findings say what. */
  whole: boolean
}

export type Invitation = {
  expires: string
  /** Give it to the person, and nobody else. It works once, and is not shown again. */
  link: string
}

export type Lettered = {
  letters: number
}

export type LettersMeant = {
  /** Of the dead ones, only those of this kind: mail, webhook, text or transcript. */
  kind?: string
  /** These, by their ids: all of them or none. Without, all that are dead. */
  letters?: number[]
  /** Of the dead ones, only those with this in the reason why they could not be delivered. */
  reason?: string
}

export type LiveEditor = {
  node?: string
  pen: boolean
  since: string
  tab: string
  user: string
}

export type MailboxSettings = {
  box: string
  greeting?: string
  /** How long its own greeting is, in seconds. */
  greeting_s?: number
  has_pin: boolean
  lamp: string
  locked_until?: string
  new: number
  number?: string
  old: number
}

export type MediaPeaks = {
  channels: number
  duration_s: number
  peaks: (number[] | null)[] | null
}

export type MemberSettings = {
  /** Ring them only for callers who have waited so many seconds. */
  delay_s?: number
  /** Pause them after so many missed calls in a row, 0 for never; left out, as the queue says. */
  pause_after?: number
  /** A higher one is rung only while nobody of a lower one is ready. */
  priority?: number
  user: string
}

export type Message = {
  box: string
  /** The same as an outcome: busy, unanswered, … */
  call_status?: string
  flagged: boolean
  /** When it was marked as heard; missing while it is unread. */
  heard?: string
  id: number
  note: string
  /** Why the caller reached voicemail, as a sentence. */
  reason: string
  recording: Recording
  transcript?: string
  /** Why the last try failed. */
  transcript_error?: string
  /** waiting, working, done or failed; missing when nobody asked for one. */
  transcript_state?: string
}

export type MessageMark = {
  flagged?: boolean
  heard?: boolean
  note?: string
}

export type MyAct = {
  do: 'login' | 'logout' | 'pause' | 'resume'
}

export type MyQueue = {
  call?: string
  /** Whom I talk to, or who rings me. */
  caller?: string
  /** I am logged in; with the state unavailable my telephone is out of reach then. */
  logged_in: boolean
  /** How long the first of them has waited. */
  longest_wait_s: number
  /** How many calls in a row I missed. */
  missed: number
  name: string
  /** It takes callers now. */
  open: boolean
  pause_why?: string
  ringing?: boolean
  since?: string
  /** What I do in it: ready, paused, unavailable, on_call or wrap_up. */
  state: string
  /** How many callers wait. */
  waiting: number
}

export type NewFlow = {
  /** A flow document, as an export has it. */
  document?: unknown
  /** A flow document as a file has it, in JSON or YAML. */
  file?: string
  kind?: 'voice' | 'text'
  /** For the history. */
  message?: string
  name: string
  /** Make it live at once. */
  publish?: boolean
  /** A template's name, see GET /templates. */
  template?: string
  /** What the template leaves open. */
  values?: Record<string, string>
}

export type NewPIN = {
  pin: string
}

export type NewTOTP = {
  /** Base32, to be typed into an authenticator. */
  secret: string
  /** The same as an otpauth address, for a QR code. */
  uri: string
}

export type NewToken = {
  created: string
  expires: string
  id: number
  made_by: string
  name: string
  rights: string[] | null
  /** Send it as Authorization: Bearer TOKEN. It is not shown again. */
  token: string
  used?: string
  user?: string
}

export type NodeType = {
  defaults: unknown
  kinds: string[] | null
  name: string
  outcomes: FlowengineOutcome[]
  schema: unknown
  summary: string
  title: string
}

export type NoticeChange = {
  /** How to tell of missed calls. */
  missed?: '' | 'off' | 'mail' | 'webhook' | 'both'
  /** Messages by mail, with a link or with the sound. */
  voicemail?: '' | 'off' | 'link' | 'sound'
  /** Where web requests go. */
  webhook?: string
}

export type NumberChange = {
  /** By which driver its calls come. The dialplan decides; this lets checks know it. */
  driver?: 'ari' | 'agi'
  /** Its service group. */
  group?: string
  /** Its service name. */
  service?: string
  /** The flow that its texts run; empty takes it away. */
  text_flow?: string
  /** The flow that its calls run; empty takes it away. */
  voice_flow?: string
}

export type PatchAudioAudioRequest = {
  kind?: '' | 'greeting' | 'prompt' | 'whisper' | 'music' | 'invalid'
  /** Its new name. */
  name?: string
}

export type PatchCapsRequest = {
  /** Who gets a mail when a cap refuses a call; empty for nobody. */
  alert?: string
  /** Numbers that begin so may be called, abroad and at extra cost too. */
  allowed?: string[]
  /** How many phones outside may be rung within an hour; -1 for no limit. */
  calls_hour?: number
  /** How many at a time; -1 for no limit. */
  concurrent?: number
  /** Numbers that begin so may not. Of both lists the longest prefix counts. */
  forbidden?: string[]
  /** How many minutes conversations with them may last a day; -1 for no limit. */
  minutes_day?: number
  /** How many texts may go outside within an hour; -1 for no limit. */
  texts_hour?: number
}

export type PatchCompanyRequest = {
  /** The country whose national numbers are understood; empty takes it from the language or the time zone. */
  country?: string
  /** The language of prompts and speech. */
  language?: string
  /** The endpoint for numbers outside; empty when nobody outside can be rung. */
  outbound?: string
  /** Ask everybody who signs in for a second factor. Who has none is led to set one up, and can do nothing else before. It takes a second factor of your own. Tokens go on. */
  second_factor_required?: boolean
  /** Refuse to publish a flow whose tests fail. */
  tests_block_publishing?: boolean
  /** Its time zone. */
  timezone?: string
}

export type PatchDirectFlowsNumberRequest = {
  /** Those to change. */
  switches?: Record<string, string>
  user?: string
}

export type PatchFlowsFlowRequest = {
  /** Its new name. */
  name?: string
  /** The text flow that goes with it; empty takes the link away. */
  twin?: string
}

export type PatchMailboxesBoxRequest = {
  /** The sound of the audio library, as audio:NAME, that callers hear; empty for the flow's greeting. */
  greeting?: string
  /** Its owner types this from another telephone; empty for none. */
  number?: string
  /** Let a PIN open it again after too many wrong ones. */
  unlock?: boolean
}

export type PatchNumbersRequest = {
  /** What to change about each of them. */
  change: NumberChange
  /** Which ones. */
  numbers: string[] | null
}

export type PatchUsersUserRequest = {
  email?: string
  full_name?: string
  /** All of the telephones. */
  phones?: StorePhone[]
  weight?: number
}

export type PhoneAccount = {
  password: string
  /** The path of the WebSocket for SIP. */
  socket: string
  /** Its SIP address. */
  uri: string
  user: string
}

export type PostAudioSpeechRequest = {
  kind?: '' | 'greeting' | 'prompt' | 'whisper' | 'music' | 'invalid'
  /** The company's by default. */
  language?: string
  /** What flows call it. A sound of that name must not be there. */
  name: string
  /** Words a minute, 80 to 400; 160 by default. */
  speed?: number
  /** What to say. */
  text: string
  /** A voice of the speech program. */
  voice?: string
}

export type PostBlockedCallersRequest = {
  number: string
  /** Block all callers whose numbers begin so. */
  prefix?: boolean
  /** For the list and the history. */
  reason?: string
}

export type PostChecksRequest = {
  document: unknown
}

export type PostDirectFlowsRequest = {
  /** The flow's name; Direct NUMBER by default. */
  name?: string
  number: string
  switches?: Record<string, string>
  /** Whom it leads to. */
  user: string
}

export type PostExportsRequest = {
  /** The whole flow document. */
  document: unknown
}

export type PostFlowsFlowCopyRequest = {
  /** The copy's name. */
  name: string
  /** Keep nodes and edges, empty the params. */
  structure?: boolean
}

export type PostFlowsFlowPublishRequest = {
  /** Which one; the newest by default. Older than the live one, it is a roll-back. */
  revision?: number
}

export type PostFlowsFlowTestsRunRequest = {
  /** The flow as it is edited, instead of a revision. */
  document?: unknown
  /** Which revision; the newest one by default. */
  revision?: number
  /** Only these. */
  tests?: number[]
  /** Only this one, which is not kept. */
  unsaved?: TestSource
}

export type PostFlowsFlowTrialsRequest = {
  /** The number that the flow takes itself to be called at; its first one by default. */
  number?: string
  /** Which one; the newest by default. */
  revision?: number
}

export type PostGroupsRequest = {
  /** Users' names, in the order in which they are rung. */
  members?: string[]
  /** What flows call it: sales in group:sales. It stays. */
  name: string
}

export type PostImportsRequest = {
  /** Whose form it has. */
  from: 'callflow' | 'scenario' | 'twilio-studio' | 'kazoo' | 'openvbx'
  /** The flow's name, if not that of the file. */
  name?: string
  /** What another system knows by an id, to its name here. */
  names?: Record<string, string>
  /** The file's content: JSON, or for callflow and scenario YAML too. */
  text: string
}

export type PostNumbersRemovalsRequest = {
  /** Which ones. */
  numbers: string[] | null
}

export type PostNumbersRequest = {
  /** By which driver its calls come. */
  driver?: 'ari' | 'agi'
  /** Its service group. */
  group?: string
  /** The number or extension. */
  number: string
  /** Its service name. */
  service?: string
  /** The flow that its texts run. */
  text_flow?: string
  /** The flow that its calls run. */
  voice_flow?: string
}

export type PostQueuesQueueCloseRequest = {
  /** Where callers go: external:+NUMBER, or user:NAME or group:NAME for a mailbox; without it they take the outcome closed. */
  to?: string
}

export type PostQueuesRequest = {
  /** How many may wait, 0 for any number. */
  capacity?: number
  /** Seconds between ticks, on which delays and announcements move. */
  cycle_s?: number
  /** When it takes callers, such as mon-fri 09:00-17:30; none for always. */
  hours?: string[]
  /** Who serves it, in this order. */
  members?: MemberSettings[]
  /** The class of music on hold. */
  music?: string
  /** What flows call it: support in queue:support. It stays. */
  name: string
  /** Pause a member after so many missed calls in a row, 0 for never. */
  pause_after?: number
  /** What callers hear every so many cycles: audio:NAME or a text. */
  periodic?: string
  periodic_every?: number
  /** Say it only when it has changed. */
  position_changed?: boolean
  /** Say the position every so many cycles, 0 for never. */
  position_every?: number
  /** How long a member is rung, in seconds. */
  ring_s?: number
  /** The wait within which calls should be answered, for reports. */
  service_level_s?: number
  /** Whom to ring. */
  strategy?: 'in_order' | 'round_robin' | 'all' | 'longest_idle' | 'random'
  /** The time zone of the hours; empty for the company's. */
  timezone?: string
  /** Say the estimated wait with it. */
  wait_said?: boolean
  /** What a member hears before the caller is connected: audio:NAME or a text. */
  whisper?: string
  /** How long a member is left alone after a call, in seconds. */
  wrap_up_s?: number
}

export type PostSessionPasswordRequest = {
  current: string
  /** 12 to 128 characters that are not easy to guess. */
  new: string
}

export type PostSessionRequest = {
  /** The second factor, or a recovery code. */
  code?: string
  /** The person's name. With several companies it is NAME@COMPANY; without @ it is that of the company called default. */
  name: string
  password: string
}

export type PostSetupKeyRequest = {
  /** What stands behind # in the link. */
  key: string
}

export type PostSetupRequest = {
  /** The second factor of who has one. */
  code?: string
  full_name?: string
  /** What stands behind # in the link. */
  key: string
  /** What the first admin is to be called, such as anna; not looked at for others. */
  name?: string
  /** 12 to 128 characters that are not easy to guess. */
  password: string
}

export type PostSignInsUserInviteRequest = {
  /** Whether the link also takes the second factor away. */
  reset_second_factor?: boolean
  /** What the person becomes; needed for who could not sign in before. */
  role?: 'admin' | 'editor' | 'agent' | 'viewer'
}

export type PostSimulationsRequest = {
  /** Who does what when rung: busy, declined, unreachable, unanswered, machine, answered:20s; * is everybody else. */
  answers?: Record<string, string>
  /** When; now by default. */
  at?: string
  /** The caller's number; empty for a withheld one. */
  caller?: string
  caller_name?: string
  /** The caller's keys: a group for each time that the call waits for keys, with commas between them. */
  digits?: string
  /** The flow that the call runs, as it is edited. */
  document: unknown
  /** The endpoint that the call is made from, such as PJSIP/alice. */
  endpoint?: string
  /** The caller hangs up after so many seconds. */
  hangup_s?: number
  /** The number that is called; the flow's first one by default. */
  number?: string
  /** How the caller leaves a message: 8s and hangs up, 8s# and presses #, 8s. and stays silent. */
  speech?: string
  /** The node to start at, instead of the flow's own. */
  start?: string
  /** The source of a flow test that the call is tried for: what that gives beyond the fields here, such as what web servers answer, is given too, and what it expects beyond the way stays in the source of the answer. */
  test?: string
  /** The time zone of at; the flow's, else the company's. */
  timezone?: string
}

export type PostTokensRequest = {
  /** A year from now if it is left out; five years at most. */
  expires?: string
  /** What it is for. */
  name: string
  /** What it may do: own, view, flows, admin. */
  rights: string[]
}

export type PostUsersRequest = {
  email?: string
  full_name?: string
  /** What flows call the person: alice in user:alice. It stays. */
  name: string
  /** Telephones that ring together. Each is an endpoint or a number outside. */
  phones?: StorePhone[]
  /** The share in a round robin. */
  weight?: number
}

export type Problem = {
  /** What went wrong, for machines. */
  code: string
  /** A human-readable explanation specific to this occurrence of the problem. */
  detail?: string
  /** Optional list of individual error details */
  errors?: ErrorDetail[] | null
  /** What a flow lacks, with node and param. */
  findings?: FlowengineFinding[] | null
  /** A URI reference that identifies the specific occurrence of the problem. */
  instance?: string
  /** Existing names that may have been meant. */
  similar?: string[] | null
  /** HTTP status code */
  status?: number
  /** The tests that fail, of a flow that was to be published. */
  tests?: AuthoringTestResult[] | null
  /** A short, human-readable summary of the problem type. This value should not change between occurrences of the error. */
  title?: string
  /** A URI reference to human-readable documentation for the error. */
  type?: string
  /** Where a thing is used that was to be removed. */
  uses?: StoreUse[] | null
}

export type Published = {
  /** Live flows that call it and are not complete any more. */
  callers: AuthoringCaller[]
  flow: Flow
}

export type PutCallerPoliciesCallersRequest = {
  action: 'allow' | 'hangup' | 'message' | 'flow'
  /** The Q.850 cause that they are hung up with, such as 21, call rejected. */
  cause?: number
  /** The flow that their calls run. */
  flow?: string
  /** What they hear before they are hung up: audio:NAME, or say: and a text. */
  message?: string
  /** Only for calls to this number; without it for all. */
  number?: string
}

export type PutCallsCallScoreRequest = {
  score: number
}

export type PutFlowsFlowDraftRequest = {
  /** The whole flow document. */
  document: unknown
  /** For the history. */
  message?: string
}

export type PutFlowsFlowEditorsTabRequest = {
  /** When the tab says so, in milliseconds of its own clock. Where requests overtake each other, what was said last counts. */
  at?: number
  /** The node that is selected. */
  node?: string
  /** The tab wants to change the flow, or to go on with it. */
  pen?: boolean
  /** Take the pen from the tab that has it. */
  take?: boolean
}

export type PutGroupsGroupRequest = {
  /** All of the members, in the order in which they are rung. */
  members: string[]
}

export type PutMailboxesBoxPinRequest = {
  /** 4 to 12 digits; empty: no PIN opens the box. */
  pin: string
}

export type PutMeMailboxesBoxPinRequest = {
  /** 4 to 12 digits; empty: no PIN opens the box. */
  pin: string
}

export type PutQueuesQueueMembersRequest = {
  members: MemberSettings[]
}

export type PutSessionTotpRequest = {
  /** What the authenticator shows. */
  code: string
}

export type PutSignInsUserRequest = {
  disabled?: boolean
  /** Whether the person may edit flows whatever the role. */
  edit_flows?: boolean
  role?: 'admin' | 'editor' | 'agent' | 'viewer'
}

export type Queue = {
  capacity: number
  closed: boolean
  closed_to: string
  cycle_s: number
  hours: string[] | null
  members: QueueMember[] | null
  music: string
  name: string
  pause_after: number
  periodic: string
  periodic_every: number
  position_changed: boolean
  position_every: number
  ring_s: number
  service_level_s: number
  strategy: string
  timezone: string
  wait_said: boolean
  whisper: string
  wrap_up_s: number
}

export type QueueChange = {
  /** How many may wait, 0 for any number. */
  capacity?: number
  /** Seconds between ticks, on which delays and announcements move. */
  cycle_s?: number
  /** When it takes callers, such as mon-fri 09:00-17:30; none for always. */
  hours?: string[]
  /** The class of music on hold. */
  music?: string
  /** Pause a member after so many missed calls in a row, 0 for never. */
  pause_after?: number
  /** What callers hear every so many cycles: audio:NAME or a text. */
  periodic?: string
  periodic_every?: number
  /** Say it only when it has changed. */
  position_changed?: boolean
  /** Say the position every so many cycles, 0 for never. */
  position_every?: number
  /** How long a member is rung, in seconds. */
  ring_s?: number
  /** The wait within which calls should be answered, for reports. */
  service_level_s?: number
  /** Whom to ring. */
  strategy?: 'in_order' | 'round_robin' | 'all' | 'longest_idle' | 'random'
  /** The time zone of the hours; empty for the company's. */
  timezone?: string
  /** Say the estimated wait with it. */
  wait_said?: boolean
  /** What a member hears before the caller is connected: audio:NAME or a text. */
  whisper?: string
  /** How long a member is left alone after a call, in seconds. */
  wrap_up_s?: number
}

export type QueueLine = {
  agents: number
  /** Of those who wait now. */
  longest_wait_s: number
  name: string
  open: boolean
  /** Agents who would be rung now. */
  ready: number
  /** Of today: 0 to 1. */
  service_level: number
  talking: number
  waiting: number
}

export type QueueMember = {
  delay_s: number
  last_done?: string
  logged_in: boolean
  missed: number
  pause_after?: number
  pause_why?: string
  paused: boolean
  priority: number
  user: string
}

export type Ran = {
  document: FlowengineFlow
  /** As the steps call it. */
  flow: string
  flow_id: number
  revision: number
}

export type Recording = {
  call: string
  caller: string
  duration_s: number
  id: number
  node: string
  number: string
  /** Of the WAV file, in bytes. */
  size: number
  started: string
  step: number
}

export type RecoveryCodes = {
  /** They are not shown again. */
  recovery_codes: string[]
}

export type Reference = {
  detail?: string
  kind: string
  /** What people know it by. */
  label: string
  name: string
  /** As it stands in a flow. */
  ref: string
}

export type Replay = {
  /** What the trace does not tell, so that the simulated call may go another way. */
  left: string[]
  /** The test alone, as POST /flows/{flow}/tests takes it. */
  source: string
  /** A file of flow tests, in YAML, with this call as its one test. */
  test: string
  trial: Trial
}

export type Session = {
  company: string
  /** At signing in: how many wrong passwords were tried since the last time. */
  failed?: number
  full_name: string
  /** The company's, an RFC 5646 tag. */
  language: string
  rights: string[]
  /** Empty for a token of nobody's. */
  role: 'admin' | 'editor' | 'agent' | 'viewer' | ''
  /** The company asks for a second factor, and the person has none: nothing else is allowed before it is set up. */
  second_factor_needed?: boolean
  /** The company's, an IANA name. */
  timezone: string
  /** Whether the person has a second factor. */
  totp: boolean
  /** The person's name in the company; empty for a token of nobody's. */
  user: string
}

export type SetupLink = {
  company: string
  expires: string
  full_name: string
  /** Who is invited; empty for the first admin, who chooses a name. */
  user: string
}

export type SignIn = {
  disabled: boolean
  edit_flows: boolean
  failed: number
  failed_at?: string
  full_name: string
  has_password: boolean
  invited_until?: string
  password_changed?: string
  role: string
  signed_in?: string
  totp: boolean
  user: string
}

export type SigninSession = {
  address: string
  agent: string
  created: string
  current: boolean
  expires: string
  seen: string
}

export type Simulated = {
  after?: SimulatorKnown[] | null
  at: string
  caller: string
  end: AuthoringEnd
  /** What is not as the test expects that the call was tried for. */
  failures?: string[] | null
  flow: string
  heard: AuthoringHeard[]
  messages: number
  number: string
  progress: number
  revision?: number
  /** The same call as a flow test that expects this way, as POST /flows/{flow}/tests takes it. */
  source: string
  steps: FlowengineStepDone[]
  texts?: AuthoringTexted[] | null
  vars?: Record<string, unknown>
}

export type SimulatorKnown = {
  results?: Record<string, unknown>
  vars?: Record<string, unknown>
}

export type Speech = {
  /** The company's by default. */
  language?: string
  /** Words a minute, 80 to 400; 160 by default. */
  speed?: number
  /** What to say. */
  text: string
  /** A voice of the speech program. */
  voice?: string
}

export type Statistics = {
  edges: EdgeUse[]
}

export type StoreAPIToken = {
  created: string
  expires: string
  id: number
  made_by: string
  name: string
  rights: string[] | null
  used?: string
  user?: string
}

export type StoreAgentNow = {
  logged_in: boolean
  missed: number
  pause_why?: string
  priority: number
  ringing?: boolean
  since?: string
  state: string
  user: string
}

export type StoreAuditEntry = {
  action: string
  after?: unknown
  at: string
  before?: unknown
  company: string
  id: number
  kind: string
  name: string
  who: string
}

export type StoreBlockedCaller = {
  created: string
  number: string
  prefix: boolean
  reason: string
}

export type StoreCallAt = {
  call: string
  caller: string
  entered?: string
  node: string
  number: string
  revision: number
  started: string
}

export type StoreCallback = {
  arrived: string
  attempt?: string
  call: string
  changed: string
  id: number
  most_tries: number
  not_before?: string
  number: string
  queue: string
  state: string
  to: string
  tries: number
  why?: string
}

export type StoreCallerNow = {
  agent?: string
  answered?: string
  call: string
  caller: string
  entered: string
  priority: number
  ringing?: string[] | null
}

export type StoreDirect = {
  flow: string
  numbers: string[] | null
  status: string
  switches: Record<string, string>
  user: string
}

export type StoreGroup = {
  members: string[] | null
  name: string
}

export type StoreHour = {
  answered: number
  calls: number
  hour: string
  missed: number
}

export type StoreLetter = {
  call?: string
  company: string
  done?: string
  id: number
  kind: string
  letter: string
  next_try?: string
  posted: string
  reason?: string
  state: string
  to: string
  tries: number
}

export type StoreLetterDetails = {
  call?: string
  company: string
  content: unknown
  done?: string
  failures: StoreLetterFailure[] | null
  id: number
  kind: string
  letter: string
  next_try?: string
  posted: string
  reason?: string
  state: string
  to: string
  tries: number
}

export type StoreLetterFailure = {
  at: string
  attempt: number
  error: string
}

export type StoreMailbox = {
  box: string
  greeting?: string
  has_pin: boolean
  lamp: string
  locked_until?: string
  new: number
  number?: string
  old: number
}

export type StoreNotice = {
  missed: string
  user?: string
  voicemail: string
  webhook: string
}

export type StoreNumber = {
  driver: string
  group: string
  number: string
  service: string
  text_flow: string
  voice_flow: string
}

export type StorePhone = {
  endpoint?: string
  external?: string
}

export type StorePolicy = {
  action: string
  callers: string
  cause?: number
  flow?: string
  message?: string
  number: string
}

export type StoreQueueFigures = {
  abandoned: number
  answered: number
  entered: number
  left: number
  longest_wait_s: number
  mean_talk_s: number
  mean_wait_s: number
  refused: number
  service_level: number
  short: number
  since: string
}

export type StoreQueueNow = {
  agents: StoreAgentNow[] | null
  capacity: number
  closed: boolean
  closed_to: string
  cycle_s: number
  figures: StoreQueueFigures
  hours: string[] | null
  members: QueueMember[] | null
  music: string
  name: string
  open: boolean
  pause_after: number
  periodic: string
  periodic_every: number
  position_changed: boolean
  position_every: number
  ring_s: number
  service_level_s: number
  strategy: string
  talking: StoreCallerNow[] | null
  timezone: string
  wait_said: boolean
  waiting: StoreCallerNow[] | null
  whisper: string
  wrap_up_s: number
}

export type StoreRevision = {
  author: string
  complete: boolean
  document?: FlowengineFlow
  flow: string
  hash: string
  live: boolean
  message: string
  number: number
  progress: number
  report: FlowengineReport
  saved: string
}

export type StoreScore = {
  call: string
  score: number
  scored: string
  who: string
}

export type StoreSignIn = {
  disabled: boolean
  edit_flows: boolean
  failed: number
  failed_at?: string
  full_name: string
  has_password: boolean
  invited_until?: string
  password_changed?: string
  role: string
  signed_in?: string
  totp: boolean
  user: string
}

export type StoreSource = {
  active_page?: string
  campaign?: string
  flow: string
  keyword?: string
  landing_page?: string
  number: string
  referrer?: string
  source?: string
}

export type StoreTrial = {
  dial: string
  expires: string
  flow: string
  revision: number
}

export type StoreUse = {
  flow?: number
  kind: string
  live?: boolean
  name: string
  node?: string
  param?: string
  revision?: number
}

export type StoreUser = {
  email: string
  full_name: string
  name: string
  phones: StorePhone[] | null
  weight: number
}

export type Summary = {
  /** Calls that go on. */
  active: number
  answered: number
  at: string
  /** Mails, web requests and texts that could not be delivered. */
  dead_letters: number
  /** Today by hours; those without calls are missing. */
  hours: StoreHour[]
  /** Calls of today that reached nobody and left no message. */
  missed: number
  queues: QueueLine[]
  /** Numbers without a voice flow: calls to them are lost. */
  silent_numbers: StoreNumber[]
  /** Calls since midnight in the company's time zone. */
  today: number
  unread_voicemail: number
}

export type System = {
  /** The version of Asterisk; empty while it is not connected. */
  asterisk?: string
  /** Calls that callflow has at this moment, of all companies. */
  calls: number
  /** Whether the connection to Asterisk holds. */
  connected: boolean
  /** The database on disk, with what is not yet merged into it. */
  database_bytes: number
  /** On the disk of sounds and recordings; 0 with a total of 0 when it is not known. */
  disk_free_bytes: number
  disk_total_bytes: number
  /** Letters that could not be delivered. */
  letters_dead: number
  /** Letters in the outbox that wait or are being sent. */
  letters_waiting: number
  /** Pages of the console that are open. */
  pages: number
  /** The version of the database's schema. */
  schema: number
  /** The version of SQLite. */
  sqlite: string
  started: string
  /** How requests go to Asterisk: websocket or http. */
  transport: string
  /** Callflow's. */
  version: string
}

export type Template = {
  about: string
  /** The flow that it makes with everything that it can have, of made-up values: to be looked at. */
  example: FlowengineFlow
  name: string
  parameters: TemplatesParameter[] | null
  title: string
}

export type TemplatesParameter = {
  about: string
  choices?: string[] | null
  default?: string
  is: string
  name: string
  required?: boolean
}

export type TestSource = {
  /** Its name, if not the one that the test has. */
  name?: string
  /** The same as text, in YAML or JSON. */
  source?: string
  /** The test as an object: name, given and expect, as in a file of flow tests. */
  test?: unknown
}

export type TestsRun = {
  failed: number
  /** How many passed. */
  passed: number
  tests: AuthoringTestResult[]
}

export type Trace = {
  answered_by?: string
  /** The node that the call is in while it goes on. */
  at?: string
  /** The flows that it called, with the revisions that ran. */
  called?: Ran[] | null
  /** As the network sent it; empty when withheld. */
  caller: string
  caller_name?: string
  /** The Q.850 cause that callflow hung up with. */
  cause?: number
  /** The revision that ran, with its layout. */
  document?: FlowengineFlow
  duration_s: number
  /** Missing while the call goes on. */
  ended?: string
  /** The flow's name at the time. */
  flow?: string
  /** Absent when the flow was removed since. */
  flow_id?: number
  id: string
  /** What was dialled. */
  number: string
  /** callflow made the call; caller is who was called. */
  outbound?: boolean
  /** How it ended: completed, hung_up, limit, error, unknown, unassigned, blocked or lost. */
  outcome?: string
  /** The way through the flow, on one line. */
  path: string
  recording_files: Recording[]
  recordings: number
  /** The number of the revision that it ran. */
  revision?: number
  revision_id?: number
  score?: number
  started: string
  /** active, answered (somebody talked to the caller), voicemail (else a message was left, though it may be removed by now) or missed. */
  state: 'active' | 'answered' | 'voicemail' | 'missed'
  steps: FlowengineStepDone[]
  tags: string[]
  talked_s: number
  /** Somebody tried a flow. */
  test?: boolean
  /** The boxes that have a message of it. */
  voicemail?: string
  why?: string
}

export type Trial = {
  /** Who does what when rung: busy, declined, unreachable, unanswered, machine, answered:20s; * is everybody else. */
  answers?: Record<string, string>
  /** When; now by default. */
  at?: string
  /** The caller's number; empty for a withheld one. */
  caller?: string
  caller_name?: string
  /** The caller's keys: a group for each time that the call waits for keys, with commas between them. */
  digits?: string
  /** The flow that the call runs, as it is edited. */
  document: unknown
  /** The endpoint that the call is made from, such as PJSIP/alice. */
  endpoint?: string
  /** The caller hangs up after so many seconds. */
  hangup_s?: number
  /** The number that is called; the flow's first one by default. */
  number?: string
  /** How the caller leaves a message: 8s and hangs up, 8s# and presses #, 8s. and stays silent. */
  speech?: string
  /** The node to start at, instead of the flow's own. */
  start?: string
  /** The time zone of at; the flow's, else the company's. */
  timezone?: string
}
