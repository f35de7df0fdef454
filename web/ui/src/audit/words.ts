import { useLingui } from '@lingui/react/macro'

/** Kinds of things that are changed, by the audit log's name of them. */
export function useKindNames(): Record<string, string> {
  const { t } = useLingui()
  return {
    flow: t`Flow`,
    number: t`Number`,
    user: t`Person`,
    group: t`Group`,
    queue: t`Queue`,
    audio: t`Sound`,
    company: t`Company`,
    signin: t`Sign-in`,
    token: t`API token`,
    notice: t`Notices`,
    mailbox: t`Mailbox`,
    caps: t`Limits outside`,
    'blocked caller': t`Blocked caller`,
    source: t`Source`,
    letter: t`Letter`,
    voicemail: t`Voicemail`,
    recording: t`Recording`,
    callback: t`Call back`,
    call: t`Call`,
  }
}

/** What was done, in words; what is not known of keeps its name. */
export function useActionName(): (action: string) => string {
  const { t } = useLingui()
  const whole: Record<string, string> = {
    'session.begin': t`signed in`,
    'session.end_others': t`signed out elsewhere`,
    'signin.invite': t`invited`,
    'signin.password': t`password changed`,
    'signin.totp': t`second factor changed`,
    'signin.recovery_code': t`recovery code used`,
    'outbox.retry': t`sent again`,
    'outbox.retry_all': t`many sent again`,
    'outbox.drop': t`dropped`,
    'outbox.drop_all': t`many dropped`,
    'flow.test': t`test changed`,
    'flow.try': t`tried`,
    'flow.twin': t`twin changed`,
    'call.score': t`judged`,
    'voicemail.mark': t`marked`,
    'queue.members': t`members changed`,
    'screening.set': t`rule changed`,
  }
  const verbs: Record<string, string> = {
    add: t`added`,
    set: t`changed`,
    put: t`saved`,
    rm: t`removed`,
    change: t`changed`,
    assign: t`assigned`,
    unassign: t`taken from its flow`,
    import: t`imported`,
    save: t`saved`,
    publish: t`published`,
    rollback: t`rolled back`,
    rename: t`renamed`,
    convert: t`converted`,
    join: t`joined`,
    leave: t`left`,
    login: t`logged in`,
    logout: t`logged out`,
    pause: t`paused`,
    resume: t`resumed`,
    close: t`closed`,
    open: t`opened`,
    cancel: t`cancelled`,
  }
  return (action) => whole[action] ?? verbs[action.slice(action.indexOf('.') + 1)] ?? action
}

/** Who did it: people by their names, programs as such, and on the command line as the system names them. */
export function useWhoName(): (who: string) => string {
  const { t } = useLingui()
  return (who) => {
    if (who.startsWith('user:')) return who.slice('user:'.length)
    if (who.startsWith('token:')) {
      const token = who.slice('token:'.length)
      return t`token ${token}`
    }
    if (who.startsWith('link:')) {
      const person = who.slice('link:'.length)
      return t`${person}, by a set-up link`
    }
    return who === '' ? t`callflow itself` : who
  }
}
