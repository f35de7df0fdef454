import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { CircleCheck, X } from 'lucide-react'
import { Problem } from '@/api/problem'
import { Button, IconButton } from '@/parts/Button'
import { ErrorBox } from '@/parts/ErrorBox'
import styles from './Uploads.module.css'
import type { Upload } from './useUploads'

/** The files that are sent, how far each is, and why one was refused. */
export function Uploads({ uploads, again, dismiss }: { uploads: readonly Upload[]; again: (upload: Upload) => void; dismiss: (id: number) => void }) {
  const { t } = useLingui()
  if (uploads.length === 0) return null
  return (
    <ul className={styles.list} aria-label={t`Uploads`}>
      {uploads.map((upload) => {
        const { id, name, sent, state, file } = upload
        return (
          <li key={id} className={styles.upload}>
            <div className={styles.line}>
              <span className={styles.file}>
                <bdi>{file.name}</bdi>
              </span>
              <span className={styles.state} role="status">
                {state === 'waiting' && t`Waits`}
                {state === 'sending' && (sent < 1 ? t`Is sent` : t`Is converted`)}
                {state === 'done' && (
                  <>
                    <CircleCheck size={16} aria-hidden className={styles.good} />
                    <Link to="/audio-library/$sound" params={{ sound: name }}>
                      {name}
                    </Link>
                  </>
                )}
                {state === 'failed' && (upload.error instanceof Problem && upload.error.status === 0 ? t`Not sent` : t`Refused`)}
              </span>
              {state === 'failed' && (
                <Button size="s" onClick={() => again(upload)}>
                  <Trans>Try again</Trans>
                </Button>
              )}
              {(state === 'done' || state === 'failed') && (
                <IconButton size="s" label={t`Take ${file.name} off this list`} onClick={() => dismiss(id)}>
                  <X size={16} aria-hidden />
                </IconButton>
              )}
            </div>
            {state === 'sending' && <progress className={styles.progress} value={sent < 1 ? sent : undefined} aria-label={t`How much of ${file.name} was sent`} />}
            {state === 'failed' && <ErrorBox error={upload.error} />}
          </li>
        )
      })}
    </ul>
  )
}
