import { Link, type LinkProps } from '@tanstack/react-router'
import styles from './Tabs.module.css'

type Props = { label: string; tabs: readonly { to: LinkProps['to']; label: string; count?: number | undefined }[] }

/** Pages beside each other. Each has an address of its own: they are links. */
export function Tabs({ label, tabs }: Props) {
  return (
    <nav aria-label={label} className={styles.tabs}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} className={styles.tab} activeOptions={{ exact: true, includeSearch: false }}>
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  )
}
