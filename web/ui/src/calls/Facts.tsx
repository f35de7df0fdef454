import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Badge } from '@/parts/Badge'
import { Fact, FactList } from '@/parts/FactList'
import { lasted, useTimes } from '@/parts/times'
import { useEndings } from './CallState'
import { Caller } from './Calls'
import type { Trace } from './call'
import styles from './Facts.module.css'

export function Facts({ call }: { call: Trace }) {
  const { t } = useLingui()
  const times = useTimes()
  const endings = useEndings()
  return (
    <>
      {call.why && <p className={styles.why}>{call.why}</p>}
      <FactList>
        <Fact name={t`Caller`}>
          <Caller call={call} />
        </Fact>
        <Fact name={t`Number`}>{call.number}</Fact>
        {call.flow && (
          <Fact name={t`Flow`}>
            {call.flow_id === undefined ? (
              call.flow
            ) : (
              <Link to="/flows/$id" params={{ id: String(call.flow_id) }}>
                {call.flow}
              </Link>
            )}{' '}
            {call.revision !== undefined && <Trans>revision {call.revision}</Trans>}
          </Fact>
        )}
        <Fact name={t`Began`}>{times.second(call.started)}</Fact>
        {call.ended && <Fact name={t`Ended`}>{times.second(call.ended)}</Fact>}
        <Fact name={t`Lasted`}>{lasted(call.duration_s)}</Fact>
        {call.talked_s > 0 && <Fact name={t`Talked`}>{lasted(call.talked_s)}</Fact>}
        {call.answered_by && <Fact name={t`Answered by`}>{call.answered_by.replace(/^user:/, '')}</Fact>}
        {call.voicemail && <Fact name={t`Message for`}>{call.voicemail}</Fact>}
        {call.outcome && <Fact name={t`End`}>{endings[call.outcome] ?? call.outcome}</Fact>}
        {call.tags.length > 0 && (
          <Fact name={t`Tags`}>
            {call.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </Fact>
        )}
        {call.score !== undefined && <Fact name={t`Score`}>{call.score}</Fact>}
        <Fact name={t`Call`}>
          <code>{call.id}</code>
        </Fact>
      </FactList>
    </>
  )
}
