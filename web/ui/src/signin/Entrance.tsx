import type { ReactNode } from 'react'
import { Logo } from '@/parts/Logo'
import styles from './Entrance.module.css'

/** The frame of the pages before one is signed in. */
export function Entrance({ title, description, children }: { title: string; description?: ReactNode; children: ReactNode }) {
  return (
    <main className={styles.entrance}>
      <div className={styles.card}>
        <Logo />
        <div>
          <h1>{title}</h1>
          {description && <p className={styles.description}>{description}</p>}
        </div>
        {children}
      </div>
    </main>
  )
}
