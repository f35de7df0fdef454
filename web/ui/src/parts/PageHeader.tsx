import { Link, type LinkProps } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import styles from './PageHeader.module.css'

type Props = {
  title: string
  /** A mark beside the title, such as a Badge. */
  mark?: ReactNode
  /** One or two sentences on what the page is for. */
  description?: ReactNode
  /** Buttons; the main one last. */
  actions?: ReactNode
  /** The page above this one. */
  back?: { to: LinkProps['to']; label: string }
}

/** The heading of a page; the browser's title says the same. */
export function PageHeader({ title, mark, description, actions, back }: Props) {
  useTitle(title)
  return (
    <header className={styles.header}>
      <div className={styles.text}>
        {back && (
          <Link to={back.to} className={styles.back}>
            <ArrowLeft size={14} aria-hidden />
            {back.label}
          </Link>
        )}
        <div className={styles.line}>
          <h1>{title}</h1>
          {mark}
        </div>
        {description && <p className={styles.description}>{description}</p>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </header>
  )
}

export function useTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · callflow` : 'callflow'
  }, [title])
}
