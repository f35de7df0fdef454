import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { TextField } from '@/parts/Field'
import styles from './CodeField.module.css'

/** The second factor: the six digits of an authenticator, or a recovery code. */
export function CodeField({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const { t } = useLingui()
  const [recovery, setRecovery] = useState(false)
  return (
    <div className={styles.code}>
      <TextField
        key={String(recovery)}
        label={recovery ? t`Recovery code` : t`Code`}
        hint={recovery ? t`One of those you kept when you turned the second factor on.` : t`The six digits that your authenticator app shows for callflow.`}
        name="code"
        value={value}
        onValueChange={onValue}
        inputMode={recovery ? 'text' : 'numeric'}
        autoComplete={recovery ? 'off' : 'one-time-code'}
        autoCapitalize="none"
        spellCheck={false}
        // The page has just been asked for this one thing.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        required
      />
      <button
        type="button"
        className={styles.other}
        onClick={() => {
          setRecovery(!recovery)
          onValue('')
        }}
      >
        {recovery ? <Trans>Use the authenticator app</Trans> : <Trans>The phone is gone: use a recovery code</Trans>}
      </button>
    </div>
  )
}
