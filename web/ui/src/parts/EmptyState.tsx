import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

type Props = {
  title: string
  /** What belongs here, and how it comes here. */
  children?: ReactNode
  action?: ReactNode
  /** A picture, such as an icon. */
  picture?: ReactNode
  heading?: 1 | 2 | 3
}

/** Where there is nothing yet: teaches what belongs here. */
export function EmptyState({ title, children, action, picture, heading = 2 }: Props) {
  const Heading = `h${heading}` as const
  return (
    <div className={styles.empty}>
      {picture && (
        <div className={styles.picture} aria-hidden>
          {picture}
        </div>
      )}
      <Heading>{title}</Heading>
      {children && <div className={styles.text}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </div>
  )
}
