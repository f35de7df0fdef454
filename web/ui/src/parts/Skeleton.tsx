import { useLingui } from '@lingui/react/macro'
import styles from './Skeleton.module.css'

/** A grey bar where a text will stand. */
export const Skeleton = ({ width = '100%' }: { width?: string }) => <span className={styles.bar} style={{ width }} aria-hidden />

/** A page that is being fetched. It shows only after a moment, so that quick pages do not flicker. */
export function PageSkeleton() {
  const { t } = useLingui()
  return (
    <div className={styles.page} role="status" aria-label={t`Loading`}>
      <Skeleton width="12rem" />
      <Skeleton />
      <Skeleton />
      <Skeleton width="60%" />
    </div>
  )
}
