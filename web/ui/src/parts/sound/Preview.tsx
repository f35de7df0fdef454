import { useCallback } from 'react'
import styles from './Preview.module.css'

/** A sound that is not kept anywhere yet, to listen to it. */
export function Preview({ sound, label }: { sound: Blob; label: string }) {
  // The address lives as long as the player does.
  const player = useCallback(
    (element: HTMLAudioElement) => {
      const url = URL.createObjectURL(sound)
      element.src = url
      return () => URL.revokeObjectURL(url)
    },
    [sound],
  )
  // Speech that was just recorded has no captions.
  // oxlint-disable-next-line jsx-a11y/media-has-caption
  return <audio ref={player} controls className={styles.player} aria-label={label} />
}
