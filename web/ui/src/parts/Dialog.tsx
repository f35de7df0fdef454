import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog as Base } from '@base-ui/react/dialog'
import { useLingui } from '@lingui/react/macro'
import { X } from 'lucide-react'
import { useState, type ReactElement, type ReactNode } from 'react'
import { Button, IconButton } from './Button'
import styles from './Dialog.module.css'
import { ErrorBox } from './ErrorBox'
import { Stale } from './Stale'

type Props = {
  title: string
  description?: ReactNode
  children?: ReactNode
  /** Buttons at the foot; the main one last. */
  actions?: ReactNode
  size?: 's' | 'm' | 'l'
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** What opens it, where nobody holds `open`. */
  trigger?: ReactElement
}

export function Dialog({ title, description, children, actions, size = 'm', open, onOpenChange, trigger }: Props) {
  const { t } = useLingui()
  return (
    <Base.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange: (is: boolean) => onOpenChange(is) })}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={styles.veil} />
        <Base.Popup className={`${styles.popup} ${styles[size]}`} data-dialog>
          <header className={styles.header}>
            <div>
              <Base.Title className={styles.title}>{title}</Base.Title>
              {description && <Base.Description className={styles.description}>{description}</Base.Description>}
            </div>
            <Base.Close
              render={
                <IconButton label={t`Close`} size="s">
                  <X size={18} aria-hidden />
                </IconButton>
              }
            />
          </header>
          {children && <div className={styles.body}>{children}</div>}
          {actions && <footer className={styles.actions}>{actions}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

type ConfirmProps = {
  title: string
  /** What becomes of it, and whether it can be undone. */
  children?: ReactNode
  /** What the button does, such as "Remove the number". */
  action: string
  danger?: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The dialog closes when it succeeded, and says what went wrong when it did not. */
  onConfirm: () => Promise<unknown> | undefined | void
  /** Loads anew what somebody else has changed meanwhile (412), for whom it may look different then. */
  load?: () => unknown
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ title, children, action, danger, open, onOpenChange, onConfirm, load }: ConfirmProps) {
  const { t } = useLingui()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()

  async function confirm() {
    setBusy(true)
    setError(undefined)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }

  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(is) => {
        setError(undefined)
        onOpenChange(is)
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.veil} />
        <AlertDialog.Popup className={`${styles.popup} ${styles.s}`} data-dialog>
          <header className={styles.header}>
            <div>
              <AlertDialog.Title className={styles.title}>{title}</AlertDialog.Title>
              {children && <AlertDialog.Description className={styles.description}>{children}</AlertDialog.Description>}
            </div>
          </header>
          {error !== undefined && (
            <div className={styles.body}>
              <ErrorBox error={error} />
              {load && (
                <Stale
                  error={error}
                  load={async () => {
                    await load()
                    setError(undefined)
                    onOpenChange(false)
                  }}
                />
              )}
            </div>
          )}
          <footer className={styles.actions}>
            <AlertDialog.Close render={<Button>{t`Cancel`}</Button>} />
            <Button variant={danger ? 'danger' : 'primary'} busy={busy} onClick={() => void confirm()}>
              {action}
            </Button>
          </footer>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
