import { Toast } from '@base-ui/react/toast'
import { useLingui } from '@lingui/react/macro'
import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { IconButton } from './Button'
import styles from './Toast.module.css'

type Action = { label: string; onClick: () => unknown }

/** Short messages on what was done, and on what failed where there is no better place to say it. */
export function useToast() {
  const { add, close } = Toast.useToastManager()
  const { t } = useLingui()
  return useMemo(() => {
    const addWith = (action: Action | undefined, toast: Parameters<typeof add>[0]) => {
      const id: string = add({
        ...toast,
        ...(action && {
          actionProps: {
            children: action.label,
            onClick: () => {
              close(id)
              void action.onClick()
            },
          },
        }),
      })
    }
    return {
      /** It was done. An action may offer to undo it. */
      done: (text: string, action?: Action) => addWith(action, { type: 'done', title: text, ...(action && { timeout: 10_000 }) }),
      /** Worth knowing; it stays until it is closed, or its action taken. */
      notice: (text: ReactNode, action?: Action) => addWith(action, { type: 'notice', title: text, timeout: 0 }),
      /** It failed; it stays until it is closed. */
      problem: (error: unknown) => {
        add({
          type: 'problem',
          title: error instanceof Error ? error.message : t`Something went wrong.`,
          priority: 'high',
          timeout: 0,
        })
      },
    }
  }, [add, close, t])
}

export function Toasts({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={4_000}>
      {children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts, close } = Toast.useToastManager()
  const { t } = useLingui()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection={['down', 'right']}>
      <Toast.Content className={styles.content}>
        {toast.type === 'problem' ? (
          <CircleAlert size={18} className={styles.bad} aria-hidden />
        ) : toast.type === 'notice' ? (
          <Info size={18} className={styles.info} aria-hidden />
        ) : (
          <CircleCheck size={18} className={styles.good} aria-hidden />
        )}
        <Toast.Title render={<div />} className={styles.text} />
        {toast.actionProps && <Toast.Action className={styles.action} />}
        <IconButton label={t`Close`} size="s" onClick={() => close(toast.id)}>
          <X size={16} aria-hidden />
        </IconButton>
      </Toast.Content>
    </Toast.Root>
  ))
}
