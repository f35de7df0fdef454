import { useLingui } from '@lingui/react/macro'
import { Tabs } from '@/parts/Tabs'

export function QueueTabs() {
  const { t } = useLingui()
  return (
    <Tabs
      label={t`Queues`}
      tabs={[
        { to: '/queues', label: t`Queues` },
        { to: '/callbacks', label: t`Callbacks` },
      ]}
    />
  )
}
