import { useLingui } from '@lingui/react/macro'
import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { Button } from '@/parts/Button'
import styles from './DropZone.module.css'
import { soundFiles } from './names'

type Props = { multiple?: boolean; onFiles: (files: File[]) => void }

/** Takes sound files: dropped, or chosen by the button. */
export function DropZone({ multiple = false, onFiles }: Props) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const holdsFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files')

  return (
    <div
      className={`${styles.zone} ${over ? styles.over : ''}`}
      onDragOver={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        if (!holdsFiles(event)) return
        event.preventDefault()
        setOver(false)
        const files = [...event.dataTransfer.files]
        if (files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
      }}
    >
      <FileUp size={22} aria-hidden className={styles.icon} />
      <p>
        {multiple ? t`Drop sound files here` : t`Drop a sound file here`}
        <small>{t`WAV, MP3, Ogg, FLAC or AIFF, up to 64 MB. It is made as loud as the others.`}</small>
      </p>
      <Button size="s" onClick={() => input.current?.click()}>
        {multiple ? t`Choose files` : t`Choose a file`}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        accept={soundFiles}
        aria-label={t`Sound file`}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </div>
  )
}
