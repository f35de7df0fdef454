import { useLingui } from '@lingui/react/macro'
import { chooseLanguage, languages, useLanguage, type Language } from '@/app/language'
import { chooseTheme, useTheme, type Theme } from '@/app/theme'
import { Card } from '@/parts/Card'
import { Segmented } from '@/parts/Segmented'
import styles from './Account.module.css'

export function LookCard() {
  const { t } = useLingui()
  const theme = useTheme()
  const language = useLanguage()
  return (
    <Card title={t`Appearance`} description={t`On this device.`}>
      <div className={styles.row}>
        <Segmented<Theme>
          label={t`Theme`}
          value={theme}
          onValue={chooseTheme}
          choices={[
            { value: 'system', label: t`As the system` },
            { value: 'light', label: t`Light` },
            { value: 'dark', label: t`Dark` },
          ]}
        />
        <Segmented<Language>
          label={t`Language`}
          value={language}
          onValue={(value) => void chooseLanguage(value)}
          choices={(Object.entries(languages) as [Language, string][]).map(([value, label]) => ({ value, label }))}
        />
      </div>
    </Card>
  )
}
