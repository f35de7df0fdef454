import styles from './Spinner.module.css'

/** Something works; what it is must be said beside it. */
export const Spinner = () => <span className={styles.spinner} aria-hidden />
