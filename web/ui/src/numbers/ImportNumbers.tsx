import { useLingui } from '@lingui/react/macro'
import { ImportTable } from '@/parts/ImportTable'

/** Adds and changes the numbers of a file. */
export function ImportNumbers({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  return (
    <ImportTable
      title={t`Import numbers`}
      description={t`A CSV file whose first line names its columns: number, and any of service, group, voice_flow, text_flow. Numbers that are there already are changed.`}
      at="/numbers/import"
      changes={['numbers', 'flows', 'summary']}
      onClose={onClose}
    />
  )
}
