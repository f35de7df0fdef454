import { Dialog } from '@base-ui/react/dialog'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link, Outlet, useMatches, useRouterState } from '@tanstack/react-router'
import { Menu as MenuIcon, X } from 'lucide-react'
import { Suspense, useEffect, useRef, useState } from 'react'
import { useSession } from '@/api/session'
import { useUpdated } from '@/api/updated'
import { Logo } from '@/parts/Logo'
import { PageSkeleton } from '@/parts/Skeleton'
import { useToast } from '@/parts/Toast'
import { AccountMenu } from './AccountMenu'
import { places } from './nav'
import { NotYours } from './NotYours'
import type { Lacking } from './roots'
import styles from './Shell.module.css'

/** Navigation, the bar on top, and the page. */
export function Shell() {
  const { t } = useLingui()
  const session = useSession()
  const matches = useMatches()
  const lacking = matches.some((match) => (match.context as Lacking).lacks !== undefined)
  const wide = !lacking && matches.some((match) => match.staticData.wide)
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  // The menu of a phone is open at one page, and so gives way to the next.
  const [openAt, setOpenAt] = useState<string>()
  const open = openAt === path

  // A new page is read from its start.
  const last = useRef(path)
  useEffect(() => {
    if (last.current !== path) main.current?.focus({ preventScroll: true })
    last.current = path
  }, [path])

  const updated = useUpdated()
  const toast = useToast()
  useEffect(() => {
    if (updated)
      toast.notice(t`callflow was updated while the page was open. What you edited in a flow is kept.`, { label: t`Load the page again`, onClick: () => location.reload() })
  }, [updated, toast, t])

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#main" onClick={() => main.current?.focus()}>
        <Trans>Skip to the page</Trans>
      </a>
      <header className={styles.bar}>
        <Dialog.Root open={open} onOpenChange={(is) => setOpenAt(is ? path : undefined)}>
          <Dialog.Trigger className={styles.burger} aria-label={t`Open the navigation`}>
            <MenuIcon size={20} aria-hidden />
          </Dialog.Trigger>
          <Dialog.Portal>
            <Dialog.Backdrop className={styles.veil} />
            <Dialog.Popup className={styles.drawer}>
              <Dialog.Title className="sr-only">{t`Navigation`}</Dialog.Title>
              <Dialog.Close className={styles.close} aria-label={t`Close the navigation`}>
                <X size={20} aria-hidden />
              </Dialog.Close>
              <Navigation label={t`All pages`} />
            </Dialog.Popup>
          </Dialog.Portal>
        </Dialog.Root>
        <Link to={session.rights.includes('view') ? '/' : '/me'} className={styles.home}>
          <Logo />
        </Link>
        <span className={styles.company}>{session.company}</span>
        <AccountMenu />
      </header>
      <aside className={styles.side}>
        <Navigation label={t`Pages`} />
      </aside>
      <main id="main" ref={main} tabIndex={-1} className={wide ? styles.wide : styles.main}>
        {lacking ? (
          <NotYours />
        ) : (
          <Suspense fallback={<PageSkeleton />}>
            <Outlet />
          </Suspense>
        )}
      </main>
    </div>
  )
}

function Navigation({ label }: { label: string }) {
  const { t } = useLingui()
  const { rights } = useSession()
  return (
    <nav aria-label={label} className={styles.nav}>
      {places.map((group, index) => {
        const shown = group.places.filter((place) => rights.includes(place.right))
        if (shown.length === 0) return null
        return (
          <div key={index}>
            {group.label && <div className={styles.group}>{t(group.label)}</div>}
            <ul>
              {shown.map(({ to, label, icon: Icon }) => (
                <li key={to}>
                  <Link to={to} className={styles.link} activeOptions={{ exact: to === '/' }}>
                    <Icon size={17} aria-hidden />
                    {t(label)}
                  </Link>
                </li>
              ))}
            </ul>
          </div>
        )
      })}
    </nav>
  )
}
