import { Trans, useLingui } from '@lingui/react/macro'
import { Card } from '@/parts/Card'
import { Copy } from '@/parts/Copy'
import layout from '@/parts/Layout.module.css'

/** What lets a telephone's light tell of new messages. */
export function LampCard({ lamp }: { lamp: string }) {
  const { t } = useLingui()
  return (
    <Card title={t`The telephone’s light`}>
      <div className={layout.fields}>
        <p className={layout.soft}>
          <Trans>A telephone’s light tells of new messages when its endpoint in Asterisk’s pjsip.conf has this line:</Trans>
        </p>
        <Copy label={t`Line for pjsip.conf`} value={`mailboxes=${lamp}`} />
      </div>
    </Card>
  )
}
