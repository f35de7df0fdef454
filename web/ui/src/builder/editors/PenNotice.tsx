import { Trans, useLingui } from '@lingui/react/macro'
import { useMay, useSession } from '@/api/session'
import { Button } from '@/parts/Button'
import { useBuilder, useEditing } from '../state/context'
import styles from './Editors.module.css'
import { useNames, usePen } from './people'

/** Says who has the pen where this tab has not, and takes it. */
export function PenNotice() {
  const { t } = useLingui()
  const { pen, store } = useBuilder()
  const { mine, holder, takenBy } = usePen()
  const me = `user:${useSession().user}`
  const unsaved = useEditing(() => store.difference !== 'none')
  const may = useMay('flows')
  const nameOf = useNames(holder !== undefined && holder.user !== me)
  if (!may || mine) return null
  const who = holder && nameOf(holder.user)
  const taken = takenBy !== undefined
  return (
    <div className={`${styles.notice} ${taken ? styles.taken : ''}`} role={taken ? 'alert' : 'status'}>
      <p>
        {!holder ? (
          <Trans>Nobody has the pen.</Trans>
        ) : holder.user === me ? (
          taken ? <Trans>Another tab of yours has taken the pen.</Trans> : <Trans>Another tab of yours has the pen.</Trans>
        ) : taken ? (
          <Trans>{who} has taken the pen.</Trans>
        ) : (
          <Trans>{who} has the pen.</Trans>
        )}{' '}
        {unsaved ? <Trans>What you have not saved is kept here, and joined with the rest when you take the pen.</Trans> : <Trans>You see what is saved.</Trans>}
      </p>
      <Button size="s" onClick={() => pen.take()}>{taken ? t`Take it back` : t`Take it`}</Button>
    </div>
  )
}
