import { Link, type LinkProps } from '@tanstack/react-router'
import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import styles from './Button.module.css'
import { Spinner } from './Spinner'

export type ButtonLook = {
  /** primary: the one thing to do here; quiet: without a frame; danger: what cannot be taken back. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined
  size?: 's' | 'm' | undefined
}

type Props = ButtonLook & {
  /** Stands before the text. */
  icon?: ReactNode
  /** It works: a spinner, and no second click. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
} & ButtonHTMLAttributes<HTMLButtonElement>

export const buttonClass = ({ variant = 'secondary', size = 'm' }: ButtonLook = {}, more?: string): string =>
  [styles.button, styles[variant], size === 's' && styles.small, more].filter(Boolean).join(' ')

export function Button({ variant, size, icon, busy, className, children, type = 'button', onClick, ...rest }: Props) {
  return (
    <button
      {...rest}
      // Of our own three types.
      type={type}
      className={buttonClass({ variant, size }, className)}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
}

/** A button of one picture; the label is what it says to those who do not see it, and its tooltip. */
export function IconButton({ label, children, variant = 'quiet', size, className, ...rest }: Props & { label: string }) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={label}
      className={buttonClass({ variant, size }, [styles.square, className].filter(Boolean).join(' '))}
    >
      {children}
    </button>
  )
}

/** A link that looks like a button. */
export function LinkButton({ variant, size, icon, children, ...rest }: ButtonLook & LinkProps & { icon?: ReactNode; children: ReactNode }) {
  return (
    <Link {...rest} className={buttonClass({ variant, size })}>
      {icon}
      {children}
    </Link>
  )
}
