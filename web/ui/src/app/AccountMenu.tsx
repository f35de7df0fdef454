import { useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { api } from '@/api/client'
import { useSession } from '@/api/session'
import { Menu } from '@/parts/Menu'
import { useToast } from '@/parts/Toast'
import styles from './AccountMenu.module.css'
import { chooseLanguage, languages, useLanguage, type Language } from './language'
import { chooseTheme, useTheme, type Theme } from './theme'

/** Who is signed in, and what is theirs: the account, the theme, the language, the way out. */
export function AccountMenu() {
  const { t } = useLingui()
  const { user, full_name } = useSession()
  const theme = useTheme()
  const language = useLanguage()
  const navigate = useNavigate()
  const toast = useToast()
  const name = full_name || user

  async function signOut() {
    try {
      await api.delete('/session', { anonymous: true })
    } catch (error) {
      toast.problem(error)
      return
    }
    // From anew: nothing of what was fetched stays in memory.
    window.location.assign('/signin')
  }

  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className={styles.trigger}>
          <span className={styles.initials} data-initials={initials(name)} />
          <span className="sr-only">{t`Account of`} </span>
          <span className={styles.name}>{name}</span>
          <ChevronDown size={16} aria-hidden />
        </button>
      }
      items={[
        { label: t`Account`, onSelect: () => navigate({ to: '/me/account' }) },
        'separator',
        {
          label: t`Theme`,
          value: theme,
          onValue: (value) => chooseTheme(value as Theme),
          choices: [
            { value: 'system', label: t`As the system` },
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
          ],
        },
        {
          label: t`Language`,
          value: language,
          onValue: (value) => void chooseLanguage(value as Language),
          choices: Object.entries(languages).map(([value, label]) => ({ value, label })),
        },
        'separator',
        { label: t`Sign out`, onSelect: signOut },
      ]}
    />
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = (word: string | undefined) => [...(word ?? '')][0] ?? ''
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toUpperCase()
}
