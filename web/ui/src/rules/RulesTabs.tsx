import { useLingui } from '@lingui/react/macro'
import { Tabs } from '@/parts/Tabs'

export function RulesTabs() {
  const { t } = useLingui()
  return (
    <Tabs
      label={t`Rules`}
      tabs={[
        { to: '/rules', label: t`Unwanted callers` },
        { to: '/rules/limits', label: t`Limits on calls outside` },
      ]}
    />
  )
}
