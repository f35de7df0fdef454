import type { ReactNode } from 'react'
import styles from './Card.module.css'

type Props = { title?: string; description?: ReactNode; actions?: ReactNode; children?: ReactNode }

/** A part of a page on a ground of its own. */
export function Card({ title, description, actions, children }: Props) {
  return (
    <section className={styles.card}>
      {(title || actions) && (
        <header className={styles.header}>
          <div className={styles.text}>
            {title && <h2>{title}</h2>}
            {description && <p className={styles.description}>{description}</p>}
          </div>
          {actions && <div className={styles.actions}>{actions}</div>}
        </header>
      )}
      {children}
    </section>
  )
}
