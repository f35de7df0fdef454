import { Dialog } from '@base-ui/react/dialog'
import { Trans, useLingui } from '@lingui/react/macro'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { onLocked, type Locked } from '@/api/client'
import { sessionQuery, type Session } from '@/api/session'
import { queryClient } from '@/app/queries'
import { PageSkeleton } from '@/parts/Skeleton'
import styles from './SignInAgain.module.css'
import { SignInForm } from './SignInForm'

const SecondFactorSteps = lazy(() => import('./SecondFactorSteps').then((m) => ({ default: m.SecondFactorSteps })))

/**
 * A session that ended while a page was open, or a company that began to ask for a second factor: what is to be done stands above the
 * page, which loses nothing.
 */
export function SignInAgain() {
  const { t } = useLingui()
  const popup = useRef<HTMLDivElement>(null)
  const [waiting, setWaiting] = useState<(() => void)[]>([])
  const [why, setWhy] = useState<Locked>('signed_out')

  useEffect(
    () =>
      onLocked((why) => {
        setWhy(why)
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
    goOn()
  }

  function goOn() {
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
          {why === 'signed_out' ? (
            <>
              <div>
                <Dialog.Title className={styles.title}>{t`Sign in again`}</Dialog.Title>
                <Dialog.Description className={styles.description}>
                  <Trans>Your session has ended. The page behind is as you left it, and goes on where it was.</Trans>
                </Dialog.Description>
              </div>
              <SignInForm onSignedIn={signedIn} {...(before && { as: before.user })} />
            </>
          ) : (
            <>
              <div>
                <Dialog.Title className={styles.title}>{t`Set up a second factor`}</Dialog.Title>
                <Dialog.Description className={styles.description}>
                  <Trans>Your company asks everybody for one now. The page behind is as you left it, and goes on where it was.</Trans>
                </Dialog.Description>
              </div>
              <Suspense fallback={<PageSkeleton />}>
                <SecondFactorSteps onDone={goOn} />
              </Suspense>
            </>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
