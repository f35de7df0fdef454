import { useLingui } from '@lingui/react/macro'
import { Check, Copy as CopyIcon } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button } from './Button'
import styles from './Copy.module.css'

/** Something to be copied: a key, a link. */
export function Copy({ label, value }: { label: string; value: string }) {
  const { t } = useLingui()
  const [copied, setCopied] = useState(false)
  const field = useRef<HTMLInputElement>(null)

  async function copy() {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(value)
      setCopied(true)
    } catch {
      // Browsers copy for pages over https only; it is selected, so that Ctrl+C does it.
    }
  }

  return (
    <div className={styles.copy}>
      <input ref={field} className={styles.value} readOnly value={value} aria-label={label} onFocus={(event) => event.target.select()} />
      <Button icon={copied ? <Check size={16} aria-hidden /> : <CopyIcon size={16} aria-hidden />} onClick={() => void copy()}>
        {copied ? t`Copied` : t`Copy`}
      </Button>
    </div>
  )
}
