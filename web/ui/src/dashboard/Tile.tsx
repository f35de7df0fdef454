import type { ReactNode } from 'react'
import { Skeleton } from '@/parts/Skeleton'
import styles from './Dashboard.module.css'

type Props = {
  name: string
  /** Undefined while it is fetched. */
  value: number | undefined
  tone?: 'warn' | 'bad' | undefined
  /** The link that the whole tile is. */
  children: ReactNode
}

/** One figure, which leads to what it counts. */
export function Tile({ name, value, tone, children }: Props) {
  return (
    <li className={`${styles.tile} ${tone ? styles[tone] : ''}`}>
      <span className={styles.name}>{name}</span>
      <span className={styles.value}>{value ?? <Skeleton width="3rem" />}</span>
      {children}
    </li>
  )
}
