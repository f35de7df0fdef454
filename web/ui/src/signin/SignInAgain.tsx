import { Dialog } from '@base-ui/react/dialog'
import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { onSignedOut } from '@/api/client'
import { sessionQuery, type Session } from '@/api/session'
import { queryClient } from '@/app/queries'
import styles from './SignInAgain.module.css'
import { SignInForm } from './SignInForm'

/** A session that ended while a page was open: signing in again stands above the page, which loses nothing. */
export function SignInAgain() {
  const { t } = useLingui()
  const popup = useRef<HTMLDivElement>(null)
  const [waiting, setWaiting] = useState<(() => void)[]>([])

  useEffect(
    () =>
      onSignedOut(() => {
        return new Promise((resolve) => setWaiting((others) => [...others, resolve]))
      }),
    [],
  )

  const before = queryClient.getQueryData<Session | null>(sessionQuery.queryKey)

  function signedIn(session: Session) {
    if (before && (session.user !== before.user || session.company !== before.company)) {
      // Somebody else: nothing of the page before is theirs.
      window.location.assign('/')
      return
    }
    queryClient.setQueryData(sessionQuery.queryKey, session)
    for (const go of waiting) go()
    setWaiting([])
  }

  return (
    <Dialog.Root open={waiting.length > 0} disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.veil} />
        <Dialog.Popup
          ref={popup}
          className={styles.popup}
          data-dialog
          initialFocus={() => popup.current?.querySelector<HTMLElement>('input:not([readonly])') ?? true}
        >
          <div>
            <Dialog.Title className={styles.title}>{t`Sign in again`}</Dialog.Title>
            <Dialog.Description className={styles.description}>
              <Trans>Your session has ended. The page behind is as you left it, and goes on where it was.</Trans>
            </Dialog.Description>
          </div>
          <SignInForm onSignedIn={signedIn} {...(before && { as: before.user })} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
