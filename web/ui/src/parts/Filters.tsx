import type { ReactNode } from 'react'
import styles from './Filters.module.css'

/** The fields above a list that say what it shows. */
export function Filters({ label, children }: { label: string; children: ReactNode }) {
  return (
    <form role="search" aria-label={label} className={styles.filters} onSubmit={(event) => event.preventDefault()}>
      {children}
    </form>
  )
}
