import styles from './Logo.module.css'

export function Logo() {
  return (
    <span className={styles.logo}>
      <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="8" fill="#0f5e7d" />
        <path d="M9 10h4a5 5 0 0 1 5 5v2a5 5 0 0 0 5 5M13 10h10" fill="none" stroke="#8fd3ee" strokeWidth="2.5" strokeLinecap="round" />
        <circle cx="9" cy="10" r="3" fill="#fff" />
        <circle cx="23" cy="10" r="3" fill="#8fd3ee" />
        <circle cx="23" cy="22" r="3" fill="#fff" />
      </svg>
      callflow
    </span>
  )
}
